/** What a page under test may be opened over: a site of the sample, or a county of it. */
export type ServiceKind = 'centre' | 'village' | 'county';

export interface ServiceReady {
  readonly address: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    service: ServiceReady;
  }
}
