/** 咨询 and 首问 in a small dialog over whatever is open: F4, a word or two, Ctrl+Enter. */
import { App } from 'antd';
import type { SiteStatus } from '../../shared/api/rows.ts';
import { useAction } from '../app/client-hooks.ts';
import { ActionDialog } from '../components/case-actions/action-dialog.tsx';
import { VISITOR_TEXTS as T } from './texts.ts';
import { VISITOR_FORM, checkVisitor } from './visitor-fields.ts';

export function VisitorDialog({ status, onClose }: { readonly status: SiteStatus; readonly onClose: () => void }) {
  const { message } = App.useApp();
  const consulted = useAction('site.consulted', { quiet: true });
  const firstAsked = useAction('site.firstAsked', { quiet: true });
  return (
    <ActionDialog
      title={T.title}
      rows={VISITOR_FORM}
      context={{
        today: status.today,
        materials: [],
        window: '',
        limit: null,
        detail: null,
        windows: status.windows,
      }}
      depth={1}
      check={checkVisitor}
      busy={consulted.busy || firstAsked.busy}
      error={consulted.error ?? firstAsked.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = input.kind === 'consulted' ? await consulted.run(input.data) : await firstAsked.run(input.data);
        if (saved === null) return;
        void message.success(T.saved);
        onClose();
      }}
    />
  );
}
