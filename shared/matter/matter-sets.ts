/** 一件事一次办: the papers of several matters together, each once. */
import type { Catalogue, Matter, MatterSet } from './catalogue.ts';

/** A paper that one or several of the matters ask for, by its name. */
export interface PaperOfSet {
  readonly name: string;
  /** Codes of the matters that ask for it; several: it is handed in once. */
  readonly matters: readonly string[];
  /** Some matter cannot be accepted without it. */
  readonly required: boolean;
}

export const setOf = (catalogue: Catalogue, code: string): MatterSet | undefined =>
  catalogue.sets?.find((set) => set.code === code);

export const mattersOfSet = (catalogue: Catalogue, set: MatterSet): readonly Matter[] =>
  set.matters.flatMap((code) => catalogue.matter(code) ?? []);

/** Common ones first, then in the order of the matters. */
export function papersOfSet(matters: readonly Matter[]): readonly PaperOfSet[] {
  const papers = new Map<string, PaperOfSet>();
  for (const { code, materials } of matters)
    for (const { name, required } of materials) {
      const known = papers.get(name);
      papers.set(name, {
        name,
        matters: [...(known?.matters ?? []), code],
        required: required || known?.required === true,
      });
    }
  return [...papers.values()].toSorted((a, b) => Number(b.matters.length > 1) - Number(a.matters.length > 1));
}
