import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeServer, fakeBrowser } from '../testing/fakeServer';
import { aFrame, aQuestion, aSession, aSnapshot, noon } from '../testing/rows';
import { LiveState } from './LiveState.svelte';

let server: FakeServer;
let live: LiveState<'room'>;
let stop: () => void;
const network = { onLine: true };
const browser = fakeBrowser();

beforeEach(() => {
    vi.useFakeTimers();
    network.onLine = true;
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', network);
    server = new FakeServer();
    const { socket, fallback, http } = server;
    live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http, random: () => 1 });
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const ids = () => [...live.questions.keys()];

async function joined() {
    server.snapshot = { outcome: 'ok', value: aSnapshot(10, [aQuestion('a')]) };
    stop = live.start();
    await settle();
    server.line.hello();
}

describe('joining', () => {
    test('takes a snapshot, then the line from its position', async () => {
        await joined();
        expect(server.line.address).toEqual({ code: 'ABC123', audience: 'room', epoch: 'one', seq: 10 });
        expect(live.connection.kind).toBe('connected');
        server.line.say(aFrame(10, 11, { upsert: [aQuestion('b')] }));
        expect(ids()).toEqual(['a', 'b']);
    });

    test('an unknown code stops, and says so', async () => {
        server.snapshot = { outcome: 'refused', status: 404, problem: { code: 'unknown-session' } };
        stop = live.start();
        await settle();
        expect(live.connection).toEqual({ kind: 'stopped', reason: 'unknownSession' });
        await vi.advanceTimersByTimeAsync(120_000);
        expect(server.snapshots).toBe(1);
    });

    test('where the network has tried too many codes it waits as long as it is asked to, says so and tries again', async () => {
        server.snapshot = {
            outcome: 'refused',
            status: 429,
            problem: { code: 'too-many-requests', retryAfterMs: 30_000 },
        };
        stop = live.start();
        await settle();
        expect(live.connection.kind).toBe('paced');
        await vi.advanceTimersByTimeAsync(29_000);
        expect(server.snapshots).toBe(1);

        server.snapshot = { outcome: 'ok', value: aSnapshot(10) };
        await vi.advanceTimersByTimeAsync(3_000);
        server.line.hello();

        expect(live.connection.kind).toBe('connected');
    });

    test.each([
        ['its line is closed', () => server.line.drop(4004)],
        [
            'it is not there when the page comes back',
            () => {
                server.snapshot = { outcome: 'refused', status: 404, problem: { code: 'unknown-session' } };
                server.line.say({ type: 'resync', epoch: 'one', spreadMs: 0 });
            },
        ],
    ])('a rehearsal that was there has ended where %s', async (_, ends) => {
        const snapshot = { ...aSnapshot(10), session: aSession({ rehearsal: true }) };
        server.snapshot = { outcome: 'ok', value: snapshot };
        stop = live.start();
        await settle();
        server.line.hello();

        ends();
        await settle();

        expect(live.connection).toEqual({ kind: 'stopped', reason: 'rehearsalEnded' });
    });

    test('an unreachable service is asked again', async () => {
        server.snapshot = { outcome: 'unreachable' };
        stop = live.start();
        await vi.advanceTimersByTimeAsync(3_600);
        expect(server.snapshots).toBe(4);
        expect(live.connection.kind).toBe('connecting');
    });
});

describe('losing the line', () => {
    test('comes back from the position it had reached, without a snapshot', async () => {
        await joined();
        server.line.say(aFrame(10, 14));
        server.line.drop();
        expect(live.connection.kind).toBe('reconnecting');
        await vi.advanceTimersByTimeAsync(500);
        expect(server.lines).toHaveLength(2);
        expect(server.line.address.seq).toBe(14);
        expect(server.snapshots).toBe(1);
    });

    test('says offline when the device is, and tries at once when it is not any more', async () => {
        await joined();
        network.onLine = false;
        server.line.drop();
        expect(live.connection.kind).toBe('offline');
        network.onLine = true;
        browser.window.dispatchEvent(new Event('online'));
        await settle();
        expect(server.lines).toHaveLength(2);
    });

    test('looks whether the line lives when the device says it is offline or is looked at again', async () => {
        await joined();
        browser.window.dispatchEvent(new Event('offline'));
        browser.document.dispatchEvent(new Event('visibilitychange'));
        expect(server.line.probed).toBe(2);
        expect(live.connection.kind).toBe('connected');
    });

    test('an announced restart is told as one, and waited for', async () => {
        await joined();
        server.line.say({ type: 'bye', reason: 'restarting', retryAfterMs: 4_000 });
        server.line.drop(4000);
        expect(live.connection.kind).toBe('restarting');
        await vi.advanceTimersByTimeAsync(4_400);
        expect(server.lines).toHaveLength(1);
        await vi.advanceTimersByTimeAsync(200);
        expect(server.lines).toHaveLength(2);
    });

    test('nobody comes back before the time that a line was given', async () => {
        const { socket, fallback, http } = server;
        live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http, random: () => 0 });
        await joined();
        server.line.say({ type: 'bye', reason: 'restarting', retryAfterMs: 4_000 });
        server.line.drop(4000);
        await vi.advanceTimersByTimeAsync(3_900);
        expect(server.lines).toHaveLength(1);
        await vi.advanceTimersByTimeAsync(200);
        expect(server.lines).toHaveLength(2);
    });

    test.each([
        [4001, 'reload'],
        [4003, 'signIn'],
    ])('code %i stops', async (code, reason) => {
        await joined();
        server.line.drop(code);
        await vi.advanceTimersByTimeAsync(120_000);
        expect(live.connection).toEqual({ kind: 'stopped', reason });
        expect(server.lines).toHaveLength(1);
    });

    test('a planned end after a while is not told and not waited for', async () => {
        await joined();
        await vi.advanceTimersByTimeAsync(11_000);
        server.line.drop(1000);
        await settle();
        expect(live.connection.kind).toBe('connected');
        expect(server.lines).toHaveLength(2);
        server.line.drop(1000);
        await settle();
        expect(live.connection.kind).toBe('reconnecting');
        expect(server.lines).toHaveLength(2);
    });

    test('who is turned out in the middle sees nothing more', async () => {
        await joined();
        server.line.drop(4003);
        expect(live.picture).toBeUndefined();
        live.resume();
        await settle();
        expect(server.snapshots).toBe(2);
        expect(live.picture?.seq).toBe(10);
    });

    test('who is not let in again keeps the picture, and goes on from there when they are', async () => {
        await joined();
        await vi.advanceTimersByTimeAsync(11_000);
        server.line.drop(1000);
        await settle();
        server.line.drop(4003);
        expect(live.connection).toEqual({ kind: 'stopped', reason: 'signIn' });
        expect(live.picture?.seq).toBe(10);
        live.resume();
        await settle();
        expect(server.lines).toHaveLength(3);
        expect(server.snapshots).toBe(1);
        expect(live.connection.kind).toBe('reconnecting');
        server.line.hello();
        expect(live.connection.kind).toBe('connected');
    });

    test('where sockets never get through the events take over, and commands go by POST', async () => {
        server.snapshot = { outcome: 'ok', value: aSnapshot(10) };
        stop = live.start();
        await settle();
        server.line.drop();
        await vi.advanceTimersByTimeAsync(500);
        server.line.drop();
        await vi.advanceTimersByTimeAsync(1_000);
        expect(server.lines.map(({ kind }) => kind)).toEqual(['socket', 'socket', 'events']);
        server.line.hello();
        server.reply = ({ id }) => ({ outcome: 'ok', value: { type: 'ack', id, at: noon } });
        const outcome = live.command('vote', { question: 'a', n: 1, on: true });
        await expect(outcome).resolves.toMatchObject({ kind: 'done' });
        expect(server.posted).toHaveLength(1);
        server.line.drop();
        await vi.advanceTimersByTimeAsync(500);
        expect(server.line.kind).toBe('events');
    });
});

describe('repair', () => {
    test('a gap is noticed and repaired, with the frames that came meanwhile', async () => {
        await joined();
        server.snapshot = { outcome: 'ok', value: aSnapshot(20, [aQuestion('c')]) };
        server.line.say(aFrame(15, 16, { remove: ['a'] }));
        expect(ids()).toEqual([]);
        server.line.say(aFrame(20, 21, { upsert: [aQuestion('d')] }));
        await vi.advanceTimersByTimeAsync(1_000);
        expect(ids()).toEqual(['c', 'd']);
        expect(live.picture?.seq).toBe(21);
        expect(server.lines).toHaveLength(1);
    });

    test('votes told while a snapshot is on its way are newer than those it bears', async () => {
        await joined();
        server.snapshot = { outcome: 'ok', value: aSnapshot(20, [aQuestion('c')]) };
        server.line.say({ type: 'resync', epoch: 'one', spreadMs: 1_000 });
        server.line.say({ type: 'tally', votes: { c: 7 } });
        await vi.advanceTimersByTimeAsync(1_000);
        expect(live.picture?.votes.get('c')).toBe(7);
    });

    test('a snapshot older than what is held is not taken', async () => {
        await joined();
        server.line.say(aFrame(10, 18, { remove: ['a'] }));
        server.snapshot = { outcome: 'ok', value: aSnapshot(12, [aQuestion('a')]) };
        server.line.say({ type: 'resync', epoch: 'one', spreadMs: 0 });
        await settle();
        expect(ids()).toEqual([]);
        server.snapshot = { outcome: 'ok', value: aSnapshot(18, [aQuestion('b')]) };
        await vi.advanceTimersByTimeAsync(1_000);
        expect(ids()).toEqual(['b']);
    });

    test('a history that the server has lost gives way to what there is, though its number is lower', async () => {
        await joined();
        const mine = { type: 'mine', epoch: 'one', questions: [], votes: [] };
        server.line.say(aFrame(10, 18, { upsert: [aQuestion('lost')] }));
        server.line.say({ ...mine, seq: 18 });
        server.line.drop();
        server.snapshot = { outcome: 'ok', value: aSnapshot(12, [aQuestion('b')]) };
        await vi.advanceTimersByTimeAsync(500);
        server.line.hello({ seq: 12 });
        server.line.say({ type: 'resync', epoch: 'one', seq: 12, spreadMs: 0 });
        server.line.say({ ...mine, seq: 12, votes: [{ question: 'b', n: 2, on: true }] });
        server.line.say(aFrame(12, 13, { upsert: [aQuestion('c')] }));
        await settle();
        expect(ids()).toEqual(['b', 'c']);
        expect(live.picture?.seq).toBe(13);
        expect(live.mine?.votes).toHaveLength(1);
    });

    test('comes back with the proof that its position bore', async () => {
        await joined();
        server.line.say({ ...aFrame(10, 11, { upsert: [aQuestion('b')] }), tag: 'eleven' });
        server.line.drop();
        await vi.advanceTimersByTimeAsync(500);
        expect(server.line.address).toMatchObject({ epoch: 'one', seq: 11, tag: 'eleven' });
    });

    test('another epoch makes everything anew', async () => {
        await joined();
        server.snapshot = { outcome: 'ok', value: aSnapshot(2, [aQuestion('z')], 'two') };
        server.line.drop();
        await vi.advanceTimersByTimeAsync(500);
        server.line.hello({ epoch: 'two', seq: 2 });
        await settle();
        expect(ids()).toEqual(['z']);
        expect(live.picture).toMatchObject({ epoch: 'two', seq: 2 });
    });

    test('a frame that cannot be read is treated as a gap', async () => {
        await joined();
        const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
        server.snapshot = { outcome: 'ok', value: aSnapshot(30, [aQuestion('c')]) };
        server.line.say({ type: 'frame', seq: 'eleven' });
        await vi.advanceTimersByTimeAsync(1_000);
        expect(warn).toHaveBeenCalledOnce();
        expect(ids()).toEqual(['c']);
    });
});

describe('commands', () => {
    test('one that was on the lost line goes over the next with the same id', async () => {
        await joined();
        const outcome = live.command('withdraw', { question: 'a' });
        const [first] = server.line.sent;
        server.line.drop();
        await vi.advanceTimersByTimeAsync(500);
        server.line.hello();
        expect(server.line.sent).toEqual([first]);
        server.line.say({ type: 'ack', id: first?.id, at: noon });
        await expect(outcome).resolves.toMatchObject({ kind: 'done', ack: { id: first?.id } });
    });
});

describe('pages', () => {
    test('are added until the end', async () => {
        await joined();
        const rest = { epoch: 'one', seq: 10, votes: new Map() };
        server.page = { outcome: 'ok', value: { ...rest, questions: [aQuestion('b')], next: 'n' } };
        await expect(live.page('published', 'votes')).resolves.toBe('more');
        server.page = { outcome: 'ok', value: { ...rest, questions: [aQuestion('c')] } };
        await expect(live.page('published', 'votes')).resolves.toBe('end');
        expect(ids()).toEqual(['a', 'b', 'c']);
        server.page = { outcome: 'unreachable' };
        await expect(live.page('published', 'votes')).resolves.toBe('failed');
    });
});

describe('a server that does not take this browser for a participant', () => {
    const refusal = { code: 'not-signed-in' };

    function withIdentity(identify: () => Promise<boolean>) {
        const { socket, fallback, http } = server;
        live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http, random: () => 1, identify });
    }

    test('gets the command again, with its id, once the browser has a key', async () => {
        let asked = 0;
        withIdentity(() => {
            asked += 1;
            return Promise.resolve(true);
        });
        await joined();
        const answer = live.command('withdraw', { question: 'a' }, { id: 'one' });
        server.line.say({ type: 'nack', id: 'one', problem: refusal });
        await settle();
        expect(asked).toBe(1);
        expect(server.lines).toHaveLength(2);
        server.line.hello();
        expect(server.line.sent).toEqual([expect.objectContaining({ id: 'one', name: 'withdraw' })]);
        server.line.say({ type: 'ack', id: 'one', at: noon });
        expect((await answer).kind).toBe('done');
    });

    test('has not refused it where no key can be had', async () => {
        withIdentity(() => Promise.resolve(false));
        await joined();
        const answer = live.command('withdraw', { question: 'a' }, { id: 'one' });
        server.line.say({ type: 'nack', id: 'one', problem: refusal });
        expect(await answer).toEqual({ kind: 'unknown' });
    });

    test('has refused it where the browser is known to be none', async () => {
        await joined();
        const answer = live.command('withdraw', { question: 'a' }, { id: 'one' });
        server.line.say({ type: 'nack', id: 'one', problem: refusal });
        expect((await answer).kind).toBe('refused');
    });
});
