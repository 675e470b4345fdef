// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeDesk } from '../../testing/fakeHouse';
import { aDeskQuestion, noon } from '../../testing/rows';
import { button, english as locale, presses, settled } from '../../testing/screen';
import type { Plan } from '../../protocol/plans';
import type { DeskQuestion, DeskSession } from '../../protocol/views';
import { SignIn } from '../../state/SignIn.svelte';
import { Organizer } from './Organizer.svelte';
import SessionList from './SessionList.svelte';
import SessionPage from './SessionPage.svelte';

const plan = {
    code: 'ABC123',
    phase: 'draft',
    titles: {},
    descriptions: {},
    timeZone: 'America/Toronto',
    switches: {},
    rehearsal: false,
    roomUrl: 'https://example.org/s/ABC123',
    overlayUrl: 'https://example.org/overlay/ABC123',
};
const noAnswer = () => Promise.reject(new TypeError('no network'));

let answers: Record<string, () => unknown>;
let asked: string[];
let desk: FakeDesk;
let page: Record<string, unknown> | undefined;

beforeEach(() => {
    asked = [];
    answers = {
        'GET /api/sessions/ABC123/plan': () => plan,
        'GET /api/sessions/ABC123/links': () => ({ links: [] }),
        'GET /api/hosts': () => ({ hosts: [] }),
    };
    vi.stubGlobal('fetch', async (path: string, { method }: { method: string }) => {
        asked.push(`${method} ${path}`);
        const answer = answers[`${method} ${path}`];
        const value = answer === undefined ? undefined : await answer();
        return value instanceof Response
            ? value
            : new Response(value === undefined ? '{}' : JSON.stringify(value), {
                  status: value === undefined ? 404 : 200,
              });
    });
});

afterEach(async () => {
    if (page !== undefined) {
        await unmount(page);
        page = undefined;
    }
    document.body.replaceChildren();
    vi.unstubAllGlobals();
});

function shows<P extends Record<string, unknown>>(component: Component<P>, props: P) {
    page = mount(component, { target: document.body, props });
}

async function opens(session: Partial<DeskSession> = {}, questions: readonly DeskQuestion[] = []) {
    desk = new FakeDesk(questions, { phase: 'draft', titles: {}, ...session });
    const organizer = new Organizer('ABC123', desk.live);
    shows(SessionPage, { locale, organizer, person: new SignIn(() => undefined), say: () => undefined });
    await settled();
    desk.hello();
    await settled();
}

function field(label: string): HTMLInputElement {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent.trim() === label);
    const control = found === undefined ? null : document.getElementById(found.htmlFor);
    if (!(control instanceof HTMLInputElement)) {
        throw new Error(`no field ${label}`);
    }
    return control;
}

async function writes(label: string, text: string) {
    const control = field(label);
    control.value = text;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
}

const text = () => document.body.textContent.replace(/\s+/gu, ' ');
const commands = () => desk.sent.map(({ name }) => name);

describe('scheduling', () => {
    test('saves titles that were typed and not saved, and then schedules', async () => {
        await opens();
        await writes('Title in English', 'Policing in the North');
        await writes('Title in French', 'La police dans le Nord');

        await presses('Schedule');
        expect(commands()).toEqual(['plan']);
        expect(desk.sent[0]?.body).toMatchObject({
            titles: { en: 'Policing in the North', fr: 'La police dans le Nord' },
        });
        desk.accepts();
        await settled();

        expect(commands()).toEqual(['plan', 'movePhase']);
        desk.accepts();
        await settled();
    });

    test('goes to the title that is missing, and sends nothing', async () => {
        await opens();
        await writes('Title in English', 'Policing in the North');

        await presses('Schedule');

        expect(document.activeElement).toBe(field('Title in French'));
        expect(field('Title in French').getAttribute('aria-invalid')).toBe('true');
        expect(commands()).toEqual([]);
    });
});

describe('a step that is asked about first', () => {
    test('is ending with work left, which is told', async () => {
        const waiting = ['a', 'b'].map((id) => aDeskQuestion(id, { status: 'pending' }));
        await opens({ phase: 'live' }, [...waiting, aDeskQuestion('c', { status: 'queued' })]);

        await presses('End the session…');

        const dialog = document.querySelector('dialog')?.textContent ?? '';
        expect(dialog).toContain('2 questions to review');
        expect(dialog).toContain('1 question in the queue');
        expect(commands()).toEqual([]);
    });

    test('is going live days before the start, which is told as it was typed', async () => {
        await opens({ phase: 'open', startsAt: '2026-12-04T00:00:00.000Z', startsLocal: '2026-12-03T19:00' });

        await presses('Go live');

        expect(document.querySelector('dialog')?.textContent.replace(/\s+/gu, ' ')).toContain(
            'December 3, 2026, 7:00 p.m. (ET)',
        );
        expect(commands()).toEqual([]);
    });

    test('is not going live at the time', async () => {
        await opens({ phase: 'open', startsAt: noon, startsLocal: '2026-11-21T07:00' });

        await presses('Go live');

        expect(commands()).toEqual(['movePhase']);
    });
});

describe('personal links', () => {
    const link = (id: string, name: string) => ({
        id,
        role: 'moderator',
        name,
        createdAt: noon,
        expiresAt: '2100-01-01T00:00:00.000Z',
    });

    async function invites(name: string) {
        answers['POST /api/sessions/ABC123/links'] = () => ({
            ...link(name, name),
            url: `https://example.org/join#${name}`,
        });
        await writes('Name of the person', name);
        await presses('Create a personal link');
    }

    const addresses = () =>
        [...document.querySelectorAll<HTMLInputElement>('input[readonly]')]
            .map(({ value }) => value)
            .filter((value) => value.includes('/join#'));

    test('stay to be copied until somebody says they were sent, several at once', async () => {
        await opens({ phase: 'open' });
        await invites('Mona');
        await invites('Marc');
        expect(addresses()).toEqual(['https://example.org/join#Marc', 'https://example.org/join#Mona']);

        await presses('I have sent it');

        expect(addresses()).toEqual(['https://example.org/join#Mona']);
    });

    test('leave alone the next name, which may be written before they are listed', async () => {
        await opens({ phase: 'open' });
        let list: () => void = () => undefined;
        answers['GET /api/sessions/ABC123/links'] = () =>
            new Promise((resolve) => {
                list = () => resolve({ links: [link('mona', 'Mona')] });
            });
        await invites('Mona');
        await writes('Name of the person', 'Marc');

        list();
        await settled();

        expect(field('Name of the person').value).toBe('Marc');
    });

    test('that may have been made are looked for, and never called failed', async () => {
        await opens({ phase: 'open' });
        answers['POST /api/sessions/ABC123/links'] = noAnswer;
        await writes('Name of the person', 'Mona');
        await presses('Create a personal link');
        expect(text()).toContain('we do not know whether this was done');
        expect(text()).not.toContain('went wrong');

        answers['GET /api/sessions/ABC123/links'] = () => ({ links: [link('mona', 'Mona')] });
        await presses('Look again');

        expect(text()).not.toContain('we do not know whether this was done');
        expect([...document.querySelectorAll('li strong')].map(({ textContent }) => textContent)).toContain('Mona');
    });
});

describe('the list of sessions', () => {
    const other = { ...plan, titles: { en: 'Policing in the North', fr: 'La police dans le Nord' } };

    async function opensList(plans: readonly object[]) {
        answers['GET /api/sessions'] = () => ({ sessions: plans });
        shows(SessionList, { locale, person: new SignIn(() => undefined), say: () => undefined });
        await settled();
    }

    test('is looked at again where it is not known whether a session was created', async () => {
        await opensList([]);
        await presses('Create a session');
        await writes('Title in English', 'Policing in the North');
        answers['POST /api/sessions'] = () => new Response('', { status: 502 });
        await presses('Create');
        expect(text()).toContain('we do not know whether this was done');

        answers['GET /api/sessions'] = () => ({ sessions: [other] });
        await presses('Look again');

        expect(document.querySelector('article h2')?.textContent).toBe('Policing in the North');
        await presses('Create');
        expect(field('Title in English').value).toBe('Policing in the North');
    });

    test('says why where creating was refused', async () => {
        await opensList([]);
        await presses('Create');
        answers['POST /api/sessions'] = () =>
            new Response(JSON.stringify({ code: 'skipped-time', status: 422 }), { status: 422 });
        await presses('Create');

        expect(text()).toContain('this hour does not exist');
        expect(() => button('Look again')).toThrow();
    });
});

test('a rehearsal that somebody has ended says so, with a way back', async () => {
    answers['GET /api/sessions/ABC123/plan'] = () =>
        ({ ...plan, phase: 'live', rehearsal: true }) satisfies Partial<Plan> | object;
    await opens({ phase: 'live', rehearsal: true, titles: { en: 'Policing', fr: 'La police' } });

    desk.closes(4004);
    await settled();

    expect(text()).toContain('The rehearsal has ended');
    expect(text()).not.toContain('Reconnecting');
    expect(document.querySelector('main a')?.getAttribute('href')).toBe('/host');
});
