import { afterEach, expect, test, vi } from 'vitest';
import type { DeviceStore } from './deviceStore';
import { SignIn } from './SignIn.svelte';

const nobody = { participant: false, grants: [], signIn: true };
const hana = { ...nobody, account: { name: 'Hana', roles: ['host'] } };

function serverSays(identity: object): void {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(identity))));
}

afterEach(() => {
    vi.unstubAllGlobals();
});

test('where there is no provider nothing is offered and nothing has ended', async () => {
    const person = new SignIn();
    serverSays({ ...nobody, signIn: false });

    await person.refresh();

    expect(person.offered).toBe(false);
    expect(person.ended).toBe(false);
});

test('who has not signed in yet has not lost a sign-in', async () => {
    const person = new SignIn();
    serverSays(nobody);

    await person.refresh();

    expect(person.offered).toBe(true);
    expect(person.ended).toBe(false);
});

test('a sign-in that ends is noticed until somebody signs in again', async () => {
    const returned = vi.fn();
    const person = new SignIn(returned);
    serverSays(hana);
    await person.refresh();

    serverSays(nobody);
    await person.refresh();
    await person.refresh();
    expect(person.ended).toBe(true);
    expect(returned).not.toHaveBeenCalled();

    serverSays(hana);
    await person.refresh();
    expect(person.ended).toBe(false);
    expect(person.account?.name).toBe('Hana');
    expect(returned).toHaveBeenCalledOnce();
});

test('a role that is given while the page is open is noticed, one that is taken away is not', async () => {
    const returned = vi.fn();
    const person = new SignIn(returned);
    serverSays({ ...nobody, account: { name: 'Hana', roles: [] } });
    await person.refresh();

    serverSays(hana);
    await person.refresh();
    await person.refresh();
    expect(returned).toHaveBeenCalledOnce();

    serverSays({ ...nobody, account: { name: 'Hana', roles: [] } });
    await person.refresh();
    expect(returned).toHaveBeenCalledOnce();
});

test('a server out of reach says nothing of who is signed in', async () => {
    const person = new SignIn();
    serverSays(hana);
    await person.refresh();

    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await person.refresh();

    expect(person.account?.name).toBe('Hana');
    expect(person.ended).toBe(false);
});

test('who signs out in one tab leaves no page of the team open in another', async () => {
    const location = { assign: vi.fn(), reload: vi.fn() };
    let watching = '';
    let changed = (): void => undefined;
    const set = vi.fn<DeviceStore['set']>();
    const store: DeviceStore = {
        get: () => undefined,
        set,
        remove: () => undefined,
        watch: (key, action) => {
            watching = key;
            changed = action;
            return () => undefined;
        },
    };
    vi.stubGlobal('location', location);
    vi.stubGlobal('document', new EventTarget());
    serverSays(hana);
    const stop = new SignIn(undefined, store).start();

    serverSays({ to: '/sign-in/out' });
    await new SignIn(undefined, store).signOut();
    expect(set).toHaveBeenCalledWith(watching, expect.any(Number));
    expect(location.assign).toHaveBeenCalledWith('/sign-in/out');
    expect(location.reload).not.toHaveBeenCalled();

    changed();
    expect(location.reload).toHaveBeenCalledOnce();
    stop();
});
