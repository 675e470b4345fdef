import { fileURLToPath } from 'node:url';
import { bundle, createConfig, lint } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { list, object, string } from './parse';
import { refusalCodes } from './problems';
import { dismissReasons } from './views';

const documentOf = (name: string) =>
    fileURLToPath(new URL(`../../../src/main/resources/contract/${name}`, import.meta.url));

/** The rules of the two specifications alone, references included; nothing of taste. */
const config = createConfig({ extends: ['spec'] });

describe('the contract', () => {
    test.each(['asyncapi.yaml', 'openapi.yaml'])('%s keeps to its specification', async (name) => {
        const problems = await lint({ ref: documentOf(name), config: await config });

        expect(problems.map(({ ruleId, message, location }) => ({ ruleId, message, location }))).toEqual([]);
    });

    test('has the words for which this client has sentences', async () => {
        const words = object({ enum: list(string) });
        const parser = object({
            components: object({ schemas: object({ RefusalCode: words, DismissReason: words }) }),
        });
        const bundled = await bundle({ ref: documentOf('openapi.yaml'), config: await config });
        const { RefusalCode, DismissReason } = parser(bundled.bundle.parsed, '').components.schemas;

        expect([...refusalCodes].sort()).toEqual([...RefusalCode.enum].sort());
        expect([...dismissReasons].sort()).toEqual([...DismissReason.enum].sort());
    });
});
