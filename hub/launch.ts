/** `npm run hub`: as `main.ts`, and the county's pages are built before a start where they must be. A hub without pages is still a hub. */
// Looks at its parent before anything takes time.
import '../entry/stop.ts';
import { PagesError, readyPages } from '../entry/built-pages.ts';

const [command = 'start'] = process.argv.slice(2);
if (command === 'start') {
  try {
    await readyPages((line) => console.log(line));
  } catch (error) {
    if (!(error instanceof PagesError)) throw error;
    console.error(error.message);
  }
}
await import('./main.ts');
