import { BadSettingsError, loadSettings } from './settings.js';
import { isTrustedProxies } from './trusted-proxies.js';

describe(isTrustedProxies.name, () => {
  it.each([
    'true',
    'false',
    '0',
    '1',
    '12',
    'loopback',
    'linklocal, uniquelocal',
    '10.0.0.1',
    '10.0.0.0/8,192.168.0.0/16',
    '::1',
    'fd00::/8, loopback',
    '::ffff:10.0.0.0/104',
  ])('takes %j', (text) => {
    expect(isTrustedProxies(text)).toBe(true);
  });

  it.each([
    'True',
    'yes',
    '-1',
    '1.5',
    '1000',
    'proxy.example.org',
    'localhost',
    '10.0.0.256',
    '10.0.0',
    '10.0.0.1:80',
    '10.0.0.0/0',
    '10.0.0.0/33',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    'fd00::/129',
    'fe80::1%eth0',
    'loopback,',
    '1,2',
    ',',
  ])('refuses %j', (text) => {
    expect(isTrustedProxies(text)).toBe(false);
  });
});

describe('TRUST_PROXY', () => {
  it('stops the start when it is none of these, without repeating its value', () => {
    const start = (): unknown => loadSettings({ TRUST_PROXY: 'proxy.example.org' });

    expect(start).toThrow(BadSettingsError);
    expect(start).toThrow(/TRUST_PROXY: a hop count/);
    expect(start).not.toThrow(/example/);
  });

  it('is off where it is unset', () => {
    expect(loadSettings({}).server.trustProxy).toBeNull();
  });
});
