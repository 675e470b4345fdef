import { expect, test } from 'vitest';
import { zonesWith } from './zonedTime';

test('the list of zones holds the one in use, once', () => {
    expect(zonesWith('America/Toronto').filter((zone) => zone === 'America/Toronto')).toHaveLength(1);
    expect(zonesWith('Moon/Tranquility')).toContain('Moon/Tranquility');
});
