/** What an enrolment sends of its code to the hub; a wrong code of a test may lack the rest. */
import { ungrouped } from '../../shared/base/easy-text.ts';
import { CODE_SECRET_LENGTH } from '../../shared/place/enrolment-code.ts';

export const secretOf = (code: string): string => ungrouped(code).slice(0, CODE_SECRET_LENGTH);
