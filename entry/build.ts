/** `npm run build`: builds the pages. */
import { buildPages, PagesError } from './built-pages.ts';

try {
  await buildPages();
} catch (error) {
  if (!(error instanceof PagesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
