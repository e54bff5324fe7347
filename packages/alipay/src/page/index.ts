export { pageForm } from './page-form.ts';
export { pageUrl } from './page-url.ts';
