/** The roles of writers, told by the kind of place in `by.place`. `hub` is the county's machine itself. */
export const ROLES = ['agent', 'clerk', 'county', 'hub'] as const;
export type Role = (typeof ROLES)[number];
