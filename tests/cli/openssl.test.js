// How OpenSSL is configured: the options, the environment, and what is said of a file it does not take.
'use strict';

const assert = require('node:assert');
const { files, run } = require('./_run');

/** A configuration with both providers, under this entry. */
const both = (entry) => `${entry} = begin\n[begin]\nproviders = those\n[those]\ndefault = on\nlegacy = on\n[on]\nactivate = 1\n`;
const own = files({ 'own.cnf': both('nodejs_conf') });
const shared = files({ 'shared.cnf': both('openssl_conf') });
const kMd4 = 'try { console.log(crypto.createHash("md4").digest("hex")) } catch (error) { console.log(error.code) }';
const kDigest = '31d6cfe0d16ae931b73c59d7e0c089c0\n';
const kMissing = 'ERR_OSSL_EVP_UNSUPPORTED\n';

const md4 = (args, variables = {}) => run([...args, '-e', kMd4], { env: { ...process.env, ...variables } }).stdout;

assert.strictEqual(md4([]), kMissing);
assert.strictEqual(md4(['--openssl-legacy-provider']), kDigest);
assert.strictEqual(md4([], { NODE_OPTIONS: '--openssl-legacy-provider' }), kDigest);
const lists = '[crypto.getHashes().includes("whirlpool"), ...["rc4", "bf-cbc", "idea-cbc", "seed-cbc"].map((name) => crypto.getCiphers().includes(name))].join()';
assert.strictEqual(run(['--openssl-legacy-provider', '-p', lists]).stdout, 'true,true,true,true,true\n');
assert.strictEqual(run(['-p', lists]).stdout, 'false,false,false,false,false\n');

// A file counts by its own entry, unless the shared one is asked for; the option wins over the variable.
assert.strictEqual(md4([`--openssl-config=${own}`]), kDigest);
assert.strictEqual(md4([], { OPENSSL_CONF: own }), kDigest);
assert.strictEqual(md4([], { OPENSSL_CONF: shared }), kMissing);
assert.strictEqual(md4(['--openssl-shared-config'], { OPENSSL_CONF: shared }), kDigest);
assert.strictEqual(md4(['--openssl-shared-config', `--openssl-config=${own}`]), kMissing);
assert.strictEqual(md4([`--openssl-config=${shared}`], { OPENSSL_CONF: own }), kMissing);
assert.strictEqual(md4(['--openssl-config=/does/not/exist']), kMissing);
assert.strictEqual(md4([`--openssl-config=${files({ 'empty.cnf': '' })}`]), kMissing);
assert.strictEqual(md4([`--env-file=${files({ 'conf.env': `OPENSSL_CONF=${own}` })}`]), kMissing);

// What OpenSSL does not take ends the process with OpenSSL's number of the reason.
const refused = (text, status, pattern, args = []) => {
  const result = run([...args, `--openssl-config=${files({ 'refused.cnf': text })}`, '-p', '1']);
  assert.match(result.stderr, pattern);
  assert.strictEqual(result.stderr.split('\n').length, 5, result.stderr);
  assert.strictEqual(result.status, status);
  assert.strictEqual(result.stdout, '');
};
refused('nodejs_conf = x\n[x\n', 100, /: OpenSSL configuration error:\n[0-9A-F]+:error:07000064:configuration file routines:.*:missing close square bracket:.*:line 2\n\n\n$/);
refused('nodejs_conf = x\n[x\n', 100, /missing close square bracket/, ['--openssl-legacy-provider']);
refused('nodejs_conf = x\n[x]\nproviders = none\n', 105, /provider section error/);
refused('nodejs_conf = x\n[x]\nnosuchmodule = none\n', 103, /could not load the shared library/);
refused('nodejs_conf = x\n', 124, /references missing section/);
assert.strictEqual(run(['--version'], { env: { ...process.env, OPENSSL_CONF: files({ 'broken.cnf': '[' }) } }).status, 0);

// Without random numbers nothing runs.
const none = run([`--openssl-config=${files({ 'none.cnf': 'nodejs_conf = x\n[x]\nproviders = p\n[p]\nbase = on\n[on]\nactivate = 1\n' })}`, '-p', '1']);
assert.strictEqual(none.status, 134);
assert.match(none.stderr, /CTR-DRBG/);

// A worker cannot choose.
const worker = 'new worker_threads.Worker("", { eval: true, execArgv: ["--openssl-legacy-provider"] })';
assert.match(run(['-e', worker]).stderr, /ERR_WORKER_INVALID_EXEC_ARGV/);
for (const option of ['--enable-fips', '--force-fips']) {
  const { status, stderr } = run([option, '-p', '1']);
  assert.match(stderr, new RegExp(`: ${option} requires an active OpenSSL provider named "fips"\\.`));
  assert.strictEqual(status, 1);
}
