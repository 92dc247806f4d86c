// The certificate of the servers that speak TLS.
const fs = require('node:fs');
const path = require('node:path');

const fixtures = path.join(__dirname, '../../builtins/tls/tests/fixtures');

module.exports = { key: fs.readFileSync(path.join(fixtures, 'server.key')), cert: fs.readFileSync(path.join(fixtures, 'server.pem')) };
