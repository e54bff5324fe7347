export { pageForm } from './page-form.ts';
