/** Parts of the text by which two concurrent steps are told to be the same. They take data of any shape. */

/** The names in a list, whatever their order. */
export const sortedNames = (list: unknown, nameOf: (item: unknown) => unknown = (item) => item): string =>
  JSON.stringify((Array.isArray(list) ? list : []).map((item) => String(nameOf(item))).sort());
