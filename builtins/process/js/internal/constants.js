'use strict';

/** The parts of `process` that are fixed when the runtime is built. */

/** `process.features` */
const features = {
  inspector: true,
  debug: false,
  uv: true,
  ipv6: true,
  tls_alpn: true,
  tls_sni: true,
  tls_ocsp: true,
  tls: true,
  openssl_is_boringssl: false,
  get cached_builtins() { return true; },
  get require_module() { return true; },
  get dtls() { return false; },
  get quic() { return false; },
  get typescript() { return 'strip'; },
};

/**
 * `process.config`: what build tools of native addons read from it. Frozen, with the depth Node freezes.
 * @param {Record<string, string>} versions
 */
function createConfig(versions) {
  return deepFreeze({
    target_defaults: {
      cflags: [],
      default_configuration: 'Release',
      defines: [],
      include_dirs: [],
      libraries: [],
    },
    variables: {
      asan: 0,
      coverage: false,
      debug_node: false,
      host_arch: binding.arch(),
      icu_small: false,
      is_debug: 0,
      napi_build_version: versions.napi,
      node_builtin_shareable_builtins: [],
      node_module_version: Number(versions.modules),
      node_no_browser_globals: false,
      node_prefix: '/usr/local',
      node_release_urlbase: '',
      node_shared: false,
      node_use_lief: true,
      node_use_openssl: true,
      node_use_v8_platform: true,
      openssl_is_fips: false,
      shlib_suffix: `so.${versions.modules}`,
      single_executable_application: true,
      target_arch: binding.arch(),
      v8_enable_i18n_support: 1,
      v8_enable_inspector: 1,
      v8_enable_webassembly: 1,
      want_separate_host_toolset: 0,
    },
  });
}

/** `process.release`: the release that this runtime is compatible with; tools fetch its headers. @param {string} version */
function createRelease(version) {
  const base = `https://nodejs.org/download/release/v${version}/node-v${version}`;
  return { name: 'node', sourceUrl: `${base}.tar.gz`, headersUrl: `${base}-headers.tar.gz` };
}

function deepFreeze(value) {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object') deepFreeze(inner);
  }
  return Object.freeze(value);
}

module.exports = { arch: binding.arch(), platform: binding.platform(), features, createConfig, createRelease };
