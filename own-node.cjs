/**
 * Loaded before each of our programs (`node -r ./own-node.cjs PROGRAM`). They need Node 24, which runs TypeScript as it stands. `npm ci` brings one,
 * and a newer npm links it where npm scripts look first; npm 10 takes that link away again together with those of systems that this one is not. An
 * older Node that comes here therefore puts the link back, and runs the program on ours.
 */
'use strict';
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, symlinkSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const NEEDED = 24;
const MODULES = path.join(__dirname, 'node_modules');
/** As package.json's optionalDependencies name and fill them. */
const OURS =
  process.platform === 'win32'
    ? path.join(MODULES, `node-win-${process.arch}`, 'bin', 'node.exe')
    : path.join(MODULES, `node-${process.platform}-${process.arch}`, 'bin', 'node');

/** Where npm scripts, and what is started by `#!/usr/bin/env node`, find it. */
function linkOurs() {
  const link = path.join(MODULES, '.bin', 'node');
  if (process.platform === 'win32' || existsSync(link)) return;
  try {
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), OURS), link);
  } catch {
    // A folder that only its owner may write: the program is run on ours all the same, by way of this one.
  }
}

/** In place of the program that this Node was started with. */
function runOnOurs() {
  const child = spawn(OURS, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  if (!existsSync(OURS)) {
    process.stderr.write(
      `便民通要用 Node ${NEEDED} 或更新的版本运行，现在的是 ${process.version}。npm ci 会自带一份（Linux 和 x64 的 Windows）：` +
        `请重新运行 npm ci，不要带 --omit=optional；其他系统请先安装 Node ${NEEDED}。\n`,
    );
    process.exit(1);
  }
  linkOurs();
  Module.runMain = runOnOurs;
}
