/** What is known of one paper: original or copy, pages, number, validity, whether it stays. */
import type { z } from 'zod';
import { formRowsOf, type Values } from '../../../shared/case/form.ts';
import { PAPER_FIELDS, type Paper, PaperSchema, withPaper } from '../../../shared/case/paper-fields.ts';
import { ActionDialog } from './action-dialog.tsx';
import type { AskPaper } from './material-states.tsx';
import { ACTION_TEXTS as T } from './texts.ts';

const ROWS = formRowsOf(PAPER_FIELDS);

export const PaperDialog: AskPaper = ({ item, today, onSaved, onClose }) => {
  return (
    <ActionDialog
      title={item.name}
      yes={T.paperYes}
      rows={ROWS}
      start={PaperSchema.strip().parse(item) as Values}
      context={{ today, materials: [], window: '', limit: null, detail: null }}
      depth={0}
      check={(data): z.ZodSafeParseResult<Paper> => PaperSchema.safeParse(data)}
      busy={false}
      error={null}
      onClose={onClose}
      onSubmit={({ input }) => {
        onSaved(withPaper(item, input));
        onClose();
      }}
    />
  );
};
