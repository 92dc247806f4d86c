// openid-client: discovery, the authorization code flow with PKCE, DPoP, user info, refreshing, client credentials and what is refused, with a provider of our own.
import crypto from 'node:crypto';
import http from 'node:http';
import * as jose from 'jose';
import * as client from 'openid-client';

const { publicKey, privateKey } = await jose.generateKeyPair('ES256');
const keys = [{ ...await jose.exportJWK(publicKey), kid: '1', alg: 'ES256', use: 'sig' }];
const challenges = new Map();
let issuer;

const idToken = (nonce) => new jose.SignJWT({ nonce }).setProtectedHeader({ alg: 'ES256', kid: '1' })
  .setIssuer(issuer).setSubject('ann').setAudience('shop').setIssuedAt().setExpirationTime('1h').sign(privateKey);

const grants = {
  async authorization_code(form) {
    const { challenge, nonce } = challenges.get(form.get('code')) ?? {};
    const hash = crypto.createHash('sha256').update(form.get('code_verifier')).digest('base64url');
    if (hash !== challenge) return { error: 'invalid_grant', error_description: 'another verifier' };
    return { access_token: 'a1', refresh_token: 'r1', id_token: await idToken(nonce), expires_in: 60 };
  },
  refresh_token: (form) => ({ access_token: `a2 for ${form.get('refresh_token')}`, expires_in: 60 }),
  client_credentials: (form) => ({ access_token: 'a3', scope: form.get('scope') ?? '' }),
};

const routes = {
  '/.well-known/openid-configuration': () => ({
    issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/me`, jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'], code_challenge_methods_supported: ['S256'],
  }),
  '/keys': () => ({ keys }),
  '/me': (request) => ({ sub: 'ann', name: 'Ann', authorized: request.headers.authorization }),
  async '/token'(request) {
    const chunks = await Array.fromAsync(request);
    const form = new URLSearchParams(String(Buffer.concat(chunks)));
    const isBound = request.headers.dpop !== undefined;
    return { token_type: isBound ? 'DPoP' : 'bearer', ...await grants[form.get('grant_type')](form) };
  },
};

const provider = http.createServer(async (request, response) => {
  const answer = await routes[request.url](request);
  response.writeHead(answer.error ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));
issuer = `http://127.0.0.1:${provider.address().port}`;

const config = await client.discovery(new URL(issuer), 'shop', 'secret', undefined, { execute: [client.allowInsecureRequests] });
const [verifier, nonce, state] = [client.randomPKCECodeVerifier(), client.randomNonce(), client.randomState()];
const challenge = await client.calculatePKCECodeChallenge(verifier);
const target = client.buildAuthorizationUrl(config, {
  redirect_uri: 'http://127.0.0.1/back', scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256', nonce, state,
});
console.log(target.pathname, [...target.searchParams.keys()]);
challenges.set('c1', { challenge, nonce });

const back = new URL(`http://127.0.0.1/back?code=c1&state=${state}`);
const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state };
const tokens = await client.authorizationCodeGrant(config, back, checks);
const { sub, aud } = tokens.claims();
console.log(tokens.access_token, tokens.token_type, tokens.expiresIn() > 50, sub, aud);
console.log(await client.fetchUserInfo(config, tokens.access_token, sub));
console.log((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token);
console.log(await client.clientCredentialsGrant(config, { scope: 'api' }));

const dpop = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
console.log((await client.clientCredentialsGrant(config, {}, { DPoP: dpop })).token_type);

const refusal = (promise) => promise.then(() => 'taken', (error) => [error.name, error.code, error.error, error.message]);
console.log(await refusal(client.authorizationCodeGrant(config, back, { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() })));
console.log(await refusal(client.authorizationCodeGrant(config, back, { ...checks, expectedState: 'other' })));
console.log(await refusal(client.authorizationCodeGrant(config, back, { ...checks, expectedNonce: 'other' })));
console.log(await refusal(client.fetchUserInfo(config, tokens.access_token, 'bob')));
provider.close();
provider.closeAllConnections();
