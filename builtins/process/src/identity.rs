//! Users and groups. A number is taken as it is, a name is looked up.

use runtime::sys::this_process::identity;
use runtime::sys::{self, os};
use runtime::{FromV8, JsError, OpError, op, v8};

/// Which argument of `initgroups` is unknown; 0 when none is.
const UNKNOWN_USER: i32 = 1;
const UNKNOWN_GROUP: i32 = 2;

/// A user or group as JavaScript gives it.
pub(crate) enum Id {
    Number(u32),
    Name(String),
}

impl<'s> FromV8<'s> for Id {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        if value.is_string() {
            String::from_v8(scope, value).map(Self::Name)
        } else {
            u32::from_v8(scope, value).map(Self::Number)
        }
    }
}

impl Id {
    fn user(&self) -> sys::Result<Option<u32>> {
        match self {
            Self::Number(id) => Ok(Some(*id)),
            Self::Name(name) => os::user_id(name),
        }
    }

    fn group(&self) -> sys::Result<Option<u32>> {
        match self {
            Self::Number(id) => Ok(Some(*id)),
            Self::Name(name) => os::group_id(name),
        }
    }
}

#[op]
pub(crate) fn getuid() -> u32 {
    identity::user()
}

#[op]
pub(crate) fn geteuid() -> u32 {
    identity::effective_user()
}

#[op]
pub(crate) fn getgid() -> u32 {
    identity::group()
}

#[op]
pub(crate) fn getegid() -> u32 {
    identity::effective_group()
}

#[op]
pub(crate) fn getgroups() -> Result<Vec<u32>, OpError> {
    Ok(identity::groups()?)
}

/// False for an unknown name, as in the three after it.
#[op]
pub(crate) fn setuid(id: Id) -> Result<bool, OpError> {
    apply(id.user()?, identity::set_user)
}

#[op]
pub(crate) fn seteuid(id: Id) -> Result<bool, OpError> {
    apply(id.user()?, identity::set_effective_user)
}

#[op]
pub(crate) fn setgid(id: Id) -> Result<bool, OpError> {
    apply(id.group()?, identity::set_group)
}

#[op]
pub(crate) fn setegid(id: Id) -> Result<bool, OpError> {
    apply(id.group()?, identity::set_effective_group)
}

fn apply(id: Option<u32>, set: impl FnOnce(u32) -> sys::Result<()>) -> Result<bool, OpError> {
    match id {
        Some(id) => Ok(set(id).map(|()| true)?),
        None => Ok(false),
    }
}

/// The index of the first unknown name, undefined when all are known.
#[op]
pub(crate) fn setgroups(groups: Vec<Id>) -> Result<Option<u32>, OpError> {
    let mut ids = Vec::with_capacity(groups.len());
    for (index, group) in (0u32..).zip(&groups) {
        match group.group()? {
            Some(id) => ids.push(id),
            None => return Ok(Some(index)),
        }
    }
    identity::set_groups(&ids)?;
    Ok(None)
}

#[op]
pub(crate) fn initgroups(user: Id, extra_group: Id) -> Result<i32, OpError> {
    let name = match user {
        Id::Name(name) => name,
        Id::Number(id) => match os::user_by_id(id) {
            Ok(user) => String::from_utf8_lossy(&user.name).into_owned(),
            Err(_) => return Ok(UNKNOWN_USER),
        },
    };
    let Some(extra_group) = extra_group.group()? else { return Ok(UNKNOWN_GROUP) };
    identity::initialise_groups(&name, extra_group)?;
    Ok(0)
}
