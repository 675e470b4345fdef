// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { english as locale } from '../../testing/screen';
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Faults, pageName } from './Faults.svelte';
import Page from './Page.svelte';

const fine: Component = ((anchor: ChildNode) => {
    anchor.before('all that is shown');
    return {};
}) as unknown as Component;
const broken: Component = () => {
    throw new TypeError('Unexpected token \'J\', "Je suis" is not valid');
};

let sent: { readonly path: string; readonly body: unknown }[];
let page: Record<string, unknown> | undefined;
let stop: (() => void) | undefined;

beforeEach(() => {
    sent = [];
    vi.stubGlobal('fetch', (path: string, { body }: { body: string }) => {
        sent.push({ path, body: JSON.parse(body) });
        return Promise.resolve(new Response(null, { status: 204 }));
    });
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(async () => {
    stop?.();
    if (page !== undefined) {
        await unmount(page);
        page = undefined;
    }
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
});

function opens(App: Component) {
    const faults = new Faults('desk');
    stop = faults.watch(window);
    page = mount(Page, { target: document.body, props: { locale, faults, App, props: {} } });
    flushSync();
}

function fails(error: unknown) {
    window.dispatchEvent(new ErrorEvent('error', { error }));
    flushSync();
}

function rejects(reason: unknown) {
    window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
    flushSync();
}

const text = () => document.body.textContent;

test('a page that fails in the middle says so, can be loaded again, and tells the server without a quotation', () => {
    opens(broken);

    expect(text()).toContain('Something went wrong on this page.');
    expect(document.querySelector('main button')?.textContent).toContain('Reload');
    expect(sent).toMatchObject([
        {
            path: '/api/page-faults',
            body: { page: 'desk', message: 'TypeError: Unexpected token *, * is not valid' },
        },
    ]);
});

test('what fails beside the picture leaves the picture and what is written in it', () => {
    opens(fine);
    expect(document.querySelector('aside')).toBeNull();

    fails(new TypeError('x is undefined'));

    expect(text()).toContain('all that is shown');
    expect(document.querySelector('aside')?.textContent).toContain('Something went wrong on this page.');
    const [, close] = document.querySelectorAll('aside button');
    (close as HTMLElement).click();
    flushSync();
    expect(document.querySelector('aside')).toBeNull();
});

test('each kind is told once, and a page that fails all the time tells five', () => {
    opens(fine);
    const same = new Error('the same');
    for (let i = 0; i < 20; i += 1) {
        fails(same);
        rejects(new RangeError(`another ${i}`));
    }

    expect(sent).toHaveLength(5);
    expect(sent.filter(({ body }) => (body as { message: string }).message === 'Error: the same')).toHaveLength(1);
});

test.each([
    ['a script of somebody else', undefined],
    ['a request that was given up', Object.assign(new Error('aborted'), { name: 'AbortError' })],
    ['a script that the network did not bring', new TypeError('Failed to fetch dynamically imported module: /a.js')],
])('%s is no fault of the page', (_, error) => {
    opens(fine);
    fails(error);
    rejects(error);

    expect(sent).toEqual([]);
    expect(document.querySelector('aside')).toBeNull();
});

test.each([
    ['/', 'index'],
    ['/s/K7M2QX', 'room'],
    ['/desk/K7M2QX', 'desk'],
    ['/host', 'host'],
    ['/sign-in/out', 'sign-in'],
])('%s is the page %s, without its code', (path, name) => {
    expect(pageName(path)).toBe(name);
});
