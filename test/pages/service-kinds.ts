/** What a page under test may be opened over: a site of the sample, or a county of it. */
export type ServiceKind = 'centre' | 'village' | 'county';

export interface ServiceReady {
  readonly address: string;
  /** How far its clock is ahead of the machine's, ms. */
  readonly ahead: number;
}

declare module 'vitest' {
  export interface ProvidedContext {
    service: ServiceReady;
  }
}
