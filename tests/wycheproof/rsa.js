'use strict';

const crypto = require('node:crypto');
const { accepts, check, digestName, gives, hex, spki } = require('./_vectors');

const pkcs8 = (group) => ({ key: hex(group.privateKeyPkcs8 ?? group.privateKey.privateKeyPkcs8), format: 'der', type: 'pkcs8' });

const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = crypto.constants;

function pkcs1(group, test) {
  return accepts(() => crypto.verify(digestName(group.sha), hex(test.msg), { ...spki(group), padding: RSA_PKCS1_PADDING }, hex(test.sig)));
}

/** Without an option for MGF1's own digest, keys that name it are what tells it. */
function pss(group, test) {
  if (group.mgf !== 'MGF1') return undefined;
  const options = { padding: RSA_PKCS1_PSS_PADDING, saltLength: group.sLen };
  if (group.mgfSha !== group.sha) return undefined;
  return accepts(() => crypto.verify(digestName(group.sha), hex(test.msg), { ...spki(group), ...options }, hex(test.sig)));
}

function pssWithParameters(group, test) {
  return accepts(() => crypto.verify(digestName(group.sha), hex(test.msg), spki(group), hex(test.sig)));
}

function oaep(group, test) {
  if (group.mgfSha !== group.sha) return undefined;
  const options = { padding: RSA_PKCS1_OAEP_PADDING, oaepHash: digestName(group.sha), oaepLabel: hex(test.label) };
  return gives(test.msg, () => crypto.privateDecrypt({ ...pkcs8(group), ...options }, hex(test.ct)));
}

function pkcs1Decryption(group, test) {
  return gives(test.msg, () => crypto.privateDecrypt({ ...pkcs8(group), padding: RSA_PKCS1_PADDING }, hex(test.ct)));
}

check(/^rsa_signature_/, pkcs1);
check(/^rsa_pss_(?!.*params)/, pss);
check(/^rsa_pss_.*params/, pssWithParameters);
check(/^rsa_oaep_/, oaep);
check(/^rsa_pkcs1_/, pkcs1Decryption);
