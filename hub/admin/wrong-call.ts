/** A command of the hub that was called as none of them is; the program ends with 2, as for an unknown command. */
import { ApiError } from '../../shared/api/errors.ts';

/** `message` says how it is called. */
export class WrongCall extends ApiError {
  constructor(message: string) {
    super('bad-input', message);
  }
}
