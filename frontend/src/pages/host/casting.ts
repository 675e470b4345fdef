import type { Casting } from '../../protocol/plans';

/** The address of a rehearsal's page. It says how it is played, which the server tells nobody once it plays. */
export function rehearsalAddress(code: string, { speed, cast }: Casting): string {
    return `/host/${code}?${new URLSearchParams({ speed: String(speed), cast }).toString()}`;
}

/** What the address of a rehearsal's page says of how it is played; nothing where the page was opened otherwise. */
export function castingOf(search: string): Partial<Casting> {
    const query = new URLSearchParams(search);
    const speed = Number(query.get('speed') ?? Number.NaN);
    const cast = query.get('cast');
    return {
        ...(Number.isInteger(speed) && speed >= 1 && speed <= 60 ? { speed } : {}),
        ...(cast === 'audience' || cast === 'everyone' ? { cast } : {}),
    };
}
