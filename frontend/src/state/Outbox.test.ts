import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer, fakeBrowser } from '../testing/fakeServer';
import { memoryStore } from '../testing/memoryStore';
import { noon } from '../testing/rows';
import { LiveState } from './LiveState.svelte';
import { Outbox } from './Outbox.svelte';

let server: FakeServer;
let live: LiveState<'room'>;
let store: ReturnType<typeof memoryStore>;
let outbox: Outbox;
let stop: () => void;

beforeEach(async () => {
    vi.useFakeTimers();
    const browser = fakeBrowser();
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', { onLine: true });
    server = new FakeServer();
    const { socket, fallback, http } = server;
    live = new LiveState({ code: 'ABC123', audience: 'room', socket, fallback, http, random: () => 1 });
    store = memoryStore();
    outbox = new Outbox(live, store);
    stop = live.start();
    await vi.advanceTimersByTimeAsync(0);
    server.line.hello();
});

afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

function ask(text: string): Promise<void> {
    outbox.write({ text });
    outbox.pack(text, 'en', false);
    return outbox.deliver();
}

test('the text leaves the box when the server has it, and not before', async () => {
    const asked = ask('Why?');
    expect(outbox).toMatchObject({ text: 'Why?', busy: true, sending: { kind: 'sending' } });
    server.line.say({ type: 'ack', id: server.line.sent[0]?.id, at: noon, number: 417 });
    await asked;
    expect(outbox).toMatchObject({ text: '', busy: false, sending: { kind: 'received', number: 417 } });
    expect(store.kept()).toEqual({});
});

function refuse(code: string, rest: object = {}): void {
    server.line.say({ type: 'nack', id: server.line.sent.at(-1)?.id, problem: { code }, ...rest });
}

test('a refusal for good makes a draft of it, with the reason, also after a reload', async () => {
    const asked = ask('Why?');
    refuse('questions-closed');
    await asked;
    expect(outbox.sending).toEqual({ kind: 'refused', code: 'questions-closed' });
    expect(outbox).toMatchObject({ text: 'Why?', busy: false, dueAt: undefined });
    const reloaded = new Outbox(live, store);
    expect(reloaded).toMatchObject({ text: 'Why?', busy: false });
    expect(reloaded.sending).toEqual({ kind: 'refused', code: 'questions-closed' });
    reloaded.write({ text: 'Why not?' });
    expect(reloaded.sending.kind).toBe('writing');
    expect(new Outbox(live, store).sending.kind).toBe('writing');
});

test('what is only too soon stays packed and goes out when it may, as the same question', async () => {
    const asked = ask('Why?');
    refuse('too-soon', { retryAfterMs: 9_000 });
    await asked;
    const until = Date.now() + 9_000;
    expect(outbox).toMatchObject({ text: 'Why?', busy: true, canTakeBack: true, dueAt: until });
    expect(outbox.sending).toEqual({ kind: 'waiting', until });
    await outbox.deliver();
    expect(server.line.sent).toHaveLength(1);

    const reloaded = new Outbox(live, store);
    expect(reloaded.sending).toEqual({ kind: 'waiting', until });
    await vi.advanceTimersByTimeAsync(9_000);
    const again = reloaded.deliver();
    expect(server.line.sent).toHaveLength(2);
    expect(server.line.sent[1]).toEqual(server.line.sent[0]);
    server.line.say({ type: 'ack', id: server.line.sent[1]?.id, at: noon });
    await again;
    expect(reloaded.sending.kind).toBe('received');
});

test('what waits can be changed before it is sent', async () => {
    const asked = ask('Why?');
    refuse('too-soon', { retryAfterMs: 9_000 });
    await asked;
    outbox.takeBack();
    expect(outbox).toMatchObject({ text: 'Why?', busy: false, dueAt: undefined });
    expect(new Outbox(live, store)).toMatchObject({ text: 'Why?', busy: false });
});

test('the time at which a kept question is due does not move', async () => {
    outbox.write({ text: 'Why?' });
    outbox.pack('Why?', 'en', false);
    outbox.keep();
    const due = Date.now() + 1_500;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outbox.dueAt).toBe(due);
});

test('a pause of new questions leaves what was kept kept', async () => {
    const asked = ask('Why?');
    refuse('intake-paused');
    await asked;
    expect(outbox).toMatchObject({ busy: true, canTakeBack: true, sending: { kind: 'kept' } });
});

test('what had no answer goes out again after a reload, as the same question', async () => {
    const asked = ask('Why?');
    await vi.advanceTimersByTimeAsync(20_000);
    await asked;
    expect(outbox.sending.kind).toBe('kept');
    expect(outbox.canTakeBack).toBe(false);

    const reloaded = new Outbox(live, store);
    expect(reloaded).toMatchObject({ text: 'Why?', busy: true, sending: { kind: 'kept' } });
    const again = reloaded.deliver();
    const [first] = server.line.sent;
    expect(server.line.sent.at(-1)).toEqual(first);
    server.line.say({ type: 'ack', id: first?.id, at: noon });
    await again;
    expect(reloaded).toMatchObject({ text: '', busy: false });
});

test('what never left this device can be taken back and changed', () => {
    outbox.write({ text: 'Why?' });
    outbox.pack('Why?', 'en', false);
    outbox.keep();
    expect(outbox.canTakeBack).toBe(true);
    outbox.takeBack();
    expect(outbox).toMatchObject({ text: 'Why?', busy: false, sending: { kind: 'writing' } });
    expect(server.line.sent).toEqual([]);
});

test('a draft survives a reload, with its language', () => {
    outbox.write({ text: 'Pourq', language: 'fr' });
    expect(new Outbox(live, store)).toMatchObject({ text: 'Pourq', language: 'fr', busy: false });
});
