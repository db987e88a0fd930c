/** Runs in the sandbox before the page: one typed bridge and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL } from './bridge.ts';
import type { Bridge } from './bridge.ts';

contextBridge.exposeInMainWorld('bianmin', {
  call: (call) => ipcRenderer.invoke(CALL_CHANNEL, { method: call.method, input: call.input }),
} satisfies Bridge);
