/** A process that takes a hub's folder when it is told to, says whether it has it, and keeps it until it is killed. */
import { lockFolder } from '../../hub/admin/lock.ts';

const [folder = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  void lockFolder(folder, () => Promise.resolve(String(process.pid))).then((lock) =>
    process.stdout.write(lock === null ? 'none\n' : 'owns\n'),
  );
});
