/** Puts a list as it is filtered now into a workbook of the browser's downloads. The sheet is in clear, so a person is asked first. */
import { App, Button } from 'antd';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf } from '../../shared/api/contract.ts';
import { useAction } from '../app/client-hooks.ts';
import { useConfirm } from './confirm.tsx';
import { download } from './download.ts';
import { TEXTS } from './texts.ts';

interface ExportButtonProps {
  /** What the list is called on the page. */
  readonly what: string;
  readonly filter: InputOf<ClientMethods['cases.export']>;
}

/** The same message is replaced, from 正在导出 to what came of it. */
const NOTICE = 'export';

export function ExportButton({ what, filter }: ExportButtonProps) {
  const { message } = App.useApp();
  const confirm = useConfirm();
  const make = useAction('cases.export', { refresh: false });
  const run = async () => {
    if (!(await confirm({ title: TEXTS.exportSure(what), text: TEXTS.exportText, yes: TEXTS.export }))) return;
    void message.open({ key: NOTICE, type: 'loading', content: TEXTS.exporting, duration: 0 });
    const made = await make.run(filter);
    if (made === null) return message.destroy(NOTICE);
    if (made.rows === 0) return void message.info({ key: NOTICE, content: TEXTS.exportNothing });
    download(made);
    return void message.success({ key: NOTICE, content: TEXTS.exported(made.rows, made.fileName) });
  };
  return (
    <Button loading={make.busy} onClick={() => void run()} data-testid="export">
      {TEXTS.export}
    </Button>
  );
}
