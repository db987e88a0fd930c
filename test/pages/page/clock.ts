/** The clock of the page: the service's, whatever day the machine or the browser has. Loaded before each file. */
import { inject } from 'vitest';
import { setDateAhead } from '../../date-ahead.ts';

const answer = await fetch(`${inject('service').address}/now`, { method: 'POST', body: 'null' });
setDateAhead(((await answer.json()) as number) - Date.now());
