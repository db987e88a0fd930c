/** What came of a run, as a vitest reporter writes it for the closing line. */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run. */
  readonly skipped: number;
  /** Names of those among them without a reason, of files that could not be loaded, and of errors outside of tests. */
  readonly unexplained: readonly string[];
}

/** Where the tally goes: a file, named by the program that started the run. */
export const TALLY_FILE = 'BIANMIN_TEST_TALLY';

export default class TallyReporter implements Reporter {
  #vitest: Vitest | undefined;
  #specifications: readonly TestSpecification[] = [];

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#specifications = specifications;
  }

  async onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const notRun = [...inState('skipped'), ...inState('pending')];
    const pattern = this.#vitest?.config.testNamePattern;
    const isAskedFor = ({ fullName }: TestCase) => pattern?.test(fullName.replaceAll(' > ', ' ')) ?? true;
    const begun = new Set(modules.filter((module) => module.children.size > 0).map((module) => module.moduleId));
    const brokenSuites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const broken = brokenSuites.filter((each) => each.errors().length > 0);
    // Files that a run did not come to, or could not load, are read for how many tests they have.
    const unread = this.#specifications.filter(({ moduleId }) => !begun.has(moduleId));
    const parsed = (await this.#vitest?.parseSpecifications([...unread])) ?? [];
    const unreadTests = parsed.flatMap((module) => [...module.children.allTests()]);
    const nameOf = (each: { module?: TestModule; fullName?: string; relativeModuleId?: string }) =>
      each.fullName === undefined ? `${each.relativeModuleId}` : `${each.module?.relativeModuleId} > ${each.fullName}`;
    const tally: Tally = {
      passed: inState('passed').length,
      failed: inState('failed').length,
      skipped: notRun.length + unreadTests.length,
      unexplained: [
        ...notRun
          .filter((test) => isAskedFor(test) && reasonOf(test) === undefined)
          .map((test) => `not run: ${nameOf(test)}`),
        ...unread.map(({ moduleId }) => `never ran: ${moduleId}`),
        ...broken.map((each) => `broken outside of its tests: ${nameOf(each)}`),
        ...errors.map((error) => `error outside of tests: ${error.message}`),
      ],
    };
    const file = process.env[TALLY_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  }
}

/** What was said by `skip(…)` in the test itself. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}
