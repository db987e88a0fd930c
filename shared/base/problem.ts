/** What a check says of bad input: a code for programs, a sentence for people, the field it is about. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly field?: string;
}
