import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface SigningKey {
  readonly algorithm: string;
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

export async function newSigningKey(algorithm: string, kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  return { algorithm, kid, publicJwk: await exportJWK(publicKey), privateKey };
}

/** A good token of `subject` for five minutes; `kid: false` leaves the key's id out. */
export function signWith(key: SigningKey, subject: string, options: { kid?: boolean } = {}): Promise<string> {
  const header = { alg: key.algorithm, ...(options.kid === false ? {} : { kid: key.kid }) };
  return new SignJWT()
    .setProtectedHeader(header)
    .setSubject(subject)
    .setExpirationTime('5m')
    .sign(key.privateKey);
}

/** An identity provider's key set on a free port. */
export async function startKeyServer(
  keys: readonly SigningKey[],
  status = 200,
): Promise<{ url: string; stop(): Promise<void> }> {
  const set = {
    keys: keys.map(({ publicJwk, kid, algorithm }) => ({ ...publicJwk, kid, alg: algorithm, use: 'sig' })),
  };
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(set));
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/keys`, stop: () => close(server) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
