import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What our pages may contain, beside what is ours. */
const agreed: readonly unknown[] = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

interface Lock {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly license?: string }>>;
}

it('lets nothing into the pages whose licence nobody has agreed to', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
    const contained = Object.entries(packages).filter(([, { dev }]) => dev !== true);

    expect(contained.map(([name]) => name)).toContain('node_modules/svelte');
    expect(contained.filter(([, { license }]) => !agreed.includes(license))).toEqual([]);
});
