/** What a developer may look at, and which page shows it. */
export const SAMPLE_KINDS = {
  centre: { page: '/index.html', keyHeader: 'x-bianmin-key' },
  village: { page: '/index.html', keyHeader: 'x-bianmin-key' },
  county: { page: '/county.html', keyHeader: 'x-bianmin-session' },
} as const;
export type SampleKind = keyof typeof SAMPLE_KINDS;

export const isSampleKind = (text: string): text is SampleKind => Object.hasOwn(SAMPLE_KINDS, text);

/** What the sample's process tells the one that started it, when its calls are answered. */
export interface SampleReady {
  /** Where its calls go. */
  readonly origin: string;
  /** What a call carries so that it is answered, in the header of its kind. */
  readonly key: string;
  /** By which a person signs in at the console; null for sites. */
  readonly secret: string | null;
}
