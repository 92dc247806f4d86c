'use strict';

const files = require('internal:url/file_url');
const legacy = require('internal:url/legacy');
const { URL, URLSearchParams } = require('internal:url/url');

module.exports = {
  Url: legacy.Url,
  parse: legacy.urlParse,
  resolve: legacy.urlResolve,
  resolveObject: legacy.urlResolveObject,
  format: legacy.urlFormat,
  URL,
  URLSearchParams,
  domainToASCII: files.domainToASCII,
  domainToUnicode: files.domainToUnicode,
  pathToFileURL: files.pathToFileURL,
  fileURLToPath: files.fileURLToPath,
  fileURLToPathBuffer: files.fileURLToPathBuffer,
  urlToHttpOptions: files.urlToHttpOptions,
};
