export { type DemoShopOptions, demoShop } from './demo-shop.ts';
