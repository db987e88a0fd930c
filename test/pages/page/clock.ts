/** The clock of the page: the service's, whatever day the machine has. Loaded before each file. */
import { inject } from 'vitest';
import { setDateAhead } from '../../date-ahead.ts';

setDateAhead(inject('service').ahead);
