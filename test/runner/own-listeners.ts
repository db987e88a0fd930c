/** A test file ends without a warning that listeners pile up: code that waits again and again removes its listeners. Loaded before each file. */
import { afterAll, expect } from 'vitest';

const piledUp: string[] = [];
process.on('warning', ({ name, message }) => {
  if (name === 'MaxListenersExceededWarning') piledUp.push(message);
});

afterAll(() => expect(piledUp, 'listeners that piled up').toEqual([]));
