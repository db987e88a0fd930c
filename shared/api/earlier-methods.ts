/** The part of a site's contract about who came before and what they handed in. */
import { z } from 'zod';
import { MatterCodeSchema } from '../base/brands.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { APPLICANT_KINDS, type ApplicantKind, PAPERS, type Paper } from '../person/applicant.ts';
import { method } from './contract.ts';
import type { EarlierPerson } from './earlier-person.ts';
import type { OfferedPaper } from './offered-paper.ts';

export const earlierMethods = {
  'cases.person': method<readonly EarlierPerson[]>()(
    z.strictObject({
      idNumber: z.string().max(30).default(''),
      name: z.string().max(50).default(''),
      /** Absent: a natural person, and the usual paper of the kind. */
      applicantKind: z.enum(Object.keys(APPLICANT_KINDS) as ApplicantKind[]).optional(),
      paper: z.enum(Object.keys(PAPERS) as Paper[]).optional(),
      matter: MatterCodeSchema.optional(),
      /** The day of the case that is to be registered; absent: the service's today. */
      on: LocalDateSchema.optional(),
    }),
    'staff',
  ),
  /** What this person handed in before, of the papers that the matter asks for. */
  'cases.papers': method<readonly OfferedPaper[]>()(
    z.strictObject({
      idNumber: z.string().max(30),
      applicantKind: z.enum(Object.keys(APPLICANT_KINDS) as ApplicantKind[]).optional(),
      paper: z.enum(Object.keys(PAPERS) as Paper[]).optional(),
      matter: MatterCodeSchema,
      on: LocalDateSchema.optional(),
    }),
    'staff',
  ),
} as const;
