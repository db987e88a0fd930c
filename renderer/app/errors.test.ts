import { expect, it } from 'vitest';
import { ApiError } from '../../shared/api/errors.ts';
import { describeError } from './errors.ts';

it.each([
  ['磁盘已满，没有写入任何内容', '磁盘已满，没有写入任何内容。'],
  ['改好以后再试。', '改好以后再试。'],
  ['是不是选错了文件？', '是不是选错了文件？'],
])('a failure is told in a whole sentence, as others follow it: %s', (said, shown) => {
  expect(describeError(new ApiError('disk-full', said)).message).toBe(shown);
});
