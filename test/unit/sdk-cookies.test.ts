import { expect, test } from 'vitest';
import { CookieJar } from '../../client/sdk/cookies.ts';

test('a cookie is kept without its attributes, replaced by name, and begins with the one given', () => {
  const jar = new CookieJar('session=old');
  expect(jar.header).toBe('session=old');
  jar.remember(['session=a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=600', 'theme=dark']);
  expect(jar.header).toBe('session=a=b; theme=dark');
});

test('a cookie that is over is forgotten, however the server says so', () => {
  for (const over of ['session=; Path=/', 'session=x; Max-Age=0', 'session=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT']) {
    const jar = new CookieJar('session=old');
    jar.remember([over]);
    expect(jar.header).toBeUndefined();
  }
});

test('an empty jar sends nothing', () => {
  expect(new CookieJar(undefined).header).toBeUndefined();
});
