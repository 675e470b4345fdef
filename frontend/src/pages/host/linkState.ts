import type { Invitation } from '../../protocol/plans';

export type LinkState = 'revoked' | 'expired' | 'used' | 'unused';

/** What became of a personal link; the strongest of what is true of it. */
export function linkState(link: Invitation, now: number): LinkState {
    if (link.revokedAt !== undefined) {
        return 'revoked';
    }
    if (Date.parse(link.expiresAt) <= now) {
        return 'expired';
    }
    return link.usedAt === undefined ? 'unused' : 'used';
}
