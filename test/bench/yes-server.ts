/** A thread with a server that says yes to every push and keeps nothing: what a push takes beside it is PouchDB's own time. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parentPort } from 'node:worker_threads';

const MISSING = /"([^"]+)":(\["[^"]+"\])/g;

async function answerTo(request: http.IncomingMessage): Promise<readonly [number, string]> {
  const body = await text(request);
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  if (pathname.endsWith('/_revs_diff')) return [200, body.replaceAll(MISSING, '"$1":{"missing":$2}')];
  if (pathname.endsWith('/_bulk_docs')) return [201, '[]'];
  if (!pathname.includes('/_local/')) return [200, '{"db_name":"none","doc_count":0,"update_seq":0}'];
  return request.method === 'PUT'
    ? [201, '{"ok":true,"id":"_local/none","rev":"0-1"}']
    : [404, '{"error":"not_found"}'];
}

const server = http.createServer(async (request, response) => {
  const [status, json] = await answerTo(request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(json);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
