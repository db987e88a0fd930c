/** The main process: windows, menu and keys. No data passes through it but calls and answers. */
import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import type { Answer } from '../shared/api/contract.ts';
import { ApiError } from '../shared/api/errors.ts';
import { defaultDataFolder, openFolder } from '../service/site/folder.ts';
import { CALL_CHANNEL } from './bridge.ts';
import { guardedCall, mayHavePermission, mayNavigate, WEB_PREFERENCES } from './guards.ts';
import { menuTemplate } from './menu.ts';
import { APP_SCHEME, SCHEME_PRIVILEGES, serveOwnPage, START_PAGE } from './own-pages.ts';
import { callOverPort } from './port.ts';
import { protectedKey, type ProtectedKey } from './protected-key.ts';
import { type ReaderRequest, serveReaders } from './readers.ts';
import type { StartMessage } from './service.ts';
import { failStart } from './start-failed.ts';

/** Beside this file once it is built: dist/electron, dist/pages. */
const HERE = import.meta.dirname;
const PAGES = path.join(HERE, '..', 'pages');

type Call = (raw: unknown) => Promise<Answer<unknown>>;

protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: SCHEME_PRIVILEGES }]);
// Every renderer is sandboxed, also one that is added later.
app.enableSandbox();

function openWindow(): void {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    title: '便民通',
    webPreferences: { ...WEB_PREFERENCES, preload: path.join(HERE, 'preload.cjs') },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(START_PAGE);
}

/** A second start, and the system's own window list, bring one forward. */
function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) openWindow();
  else {
    if (window.isMinimized()) window.restore();
    window.focus();
  }
}

function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** A session in memory: nothing that a page shows or a person types is left in a profile on disk. */
function openSession(): void {
  const memory = session.fromPartition(WEB_PREFERENCES.partition);
  memory.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(mayHavePermission(permission, requestingUrl)),
  );
  memory.setPermissionCheckHandler((_contents, permission, origin) => mayHavePermission(permission, origin));
  memory.protocol.handle(APP_SCHEME, (request) => serveOwnPage(PAGES, request.url));
}

/** Starts the service process and answers how to call it. Rejects with ApiError and the sentence of what is wrong. */
async function startServiceProcess(dataFolder: string, made: ProtectedKey | null): Promise<Call> {
  const child = utilityProcess.fork(path.join(HERE, 'service.js'), [], { serviceName: '便民通数据服务' });
  const { port1, port2 } = new MessageChannelMain();
  const keys = { key: made?.key ?? null, wrappedKey: made?.wrapped ?? null };
  child.postMessage({ dataFolder, ...keys } satisfies StartMessage, [port1]);
  const call = callOverPort({
    send: (message) => port2.postMessage(message),
    onMessage: (listener) => port2.on('message', (event) => listener(event.data)),
    onClose: (listener) => {
      port2.on('close', listener);
      child.once('exit', listener);
    },
  });
  const read = serveReaders(
    () => utilityProcess.fork(path.join(HERE, 'reader-process.js'), [], { serviceName: '便民通读表格' }),
    (message) => child.postMessage(message),
  );
  child.on('message', (message: Partial<ReaderRequest>) => read(message));
  port2.start();
  app.once('will-quit', () => port2.close());
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: { ready?: true; failed?: string; show?: true }) => {
      if (message.ready) resolve();
      if (message.failed !== undefined) reject(new ApiError('internal', message.failed));
      if (message.show) showWindow();
    });
    child.once('exit', () =>
      reject(new ApiError('internal', '便民通的数据服务没有启动就结束了，请再打开一次；还不行请联系管理员。')),
    );
  });
  return call;
}

async function start(): Promise<void> {
  await app.whenReady();
  const dataFolder = path.resolve(process.env['BIANMIN_DATA'] ?? defaultDataFolder(process.env, process.platform));
  const folder = openFolder(dataFolder);
  const call = await startServiceProcess(folder.root, await protectedKey(safeStorage, folder));
  openSession();
  guardContents();
  ipcMain.handle(CALL_CHANNEL, (event, raw: unknown) => {
    const frame = event.senderFrame;
    return guardedCall(frame && { url: frame.url, top: frame.parent === null }, raw, call);
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(openWindow)));
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => app.quit());
  openWindow();
}

if (app.requestSingleInstanceLock()) start().catch((error: unknown) => failStart({ dialog, app }, error));
else app.quit();
