//! `anode --completion-bash`: a script that lets bash complete the options.

use crate::table::OPTIONS;

const HEAD: &str = "\
_node_complete() {
  local cur_word options
  cur_word=\"${COMP_WORDS[COMP_CWORD]}\"
  if [[ \"${cur_word}\" == -* ]] ; then
    COMPREPLY=( $(compgen -W '";

/// `node` stands beside `anode`, as a program may be a link of that name.
const TAIL: &str = "' -- \"${cur_word}\") )
    return 0
  else
    COMPREPLY=( $(compgen -f \"${cur_word}\") )
    return 0
  fi
}
complete -o filenames -o nospace -o bashdefault -F _node_complete node node_g
complete -o filenames -o nospace -o bashdefault -F _node_complete anode
";

/// The script.
pub(crate) fn script() -> String {
    let spellings = OPTIONS.iter().flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()));
    let options: Vec<&str> = spellings.filter(|name| name.starts_with('-')).collect();
    format!("{HEAD}{}{TAIL}", options.join(" "))
}
