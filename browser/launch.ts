/** `npm start`. Keeping compiled code halves the time until the first page. */
import { enableCompileCache } from 'node:module';
import { codeCacheFolder } from '../service/site/folder.ts';

enableCompileCache(codeCacheFolder(process.env, process.platform));
await import('./launcher.ts');
