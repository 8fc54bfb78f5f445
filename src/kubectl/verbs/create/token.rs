//! `kubectl create token`: kubectl pkg/cmd/create/create_token.go, v1.36.
//!
//! A JSON web token in form, with the claims the server gives; its signature is none, and nothing here asks for one.

use crate::cluster::tokens;
use crate::kinds::service_account::ServiceAccount;
use crate::kubectl::call::flags::{Flag, Flags, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::time_out::time_out;

pub(super) const FLAGS: &[Flag] = &[
    value("audience"),
    value("duration"),
    value("bound-object-kind"),
    value("bound-object-name"),
    value("bound-object-uid"),
];

/// How long a token is good for, and the least there is.
const HOUR_S: i64 = 3600;
const LEAST_S: i64 = 600;

pub(super) fn create(call: &Call<'_>, flags: &Flags, name: &str) -> Result<Started, Answer> {
    let place = namespace(call, flags);
    let Some(account) = call.world.api().store().get::<ServiceAccount>(place, name) else {
        return Err(Answer::failed(&format!(
            "error: failed to create token: serviceaccounts \"{name}\" not found"
        )));
    };
    let seconds = match flags.value("duration") {
        None => HOUR_S,
        Some(text) => {
            let wrong = |why: String| Answer::failed(&why.replace("--timeout", "--duration"));
            time_out(text).map_err(wrong)?.map_or(0, |span| (span.0 / 1_000_000) as i64)
        }
    };
    if seconds < LEAST_S {
        return Err(Answer::failed(&format!(
            "error: failed to create token: TokenRequest.authentication.k8s.io \"{name}\" is invalid: \
             spec.expirationSeconds: Invalid value: {seconds}: may not specify a duration less than 10 minutes"
        )));
    }
    let from = call.world.api().wall_clock(call.world.now());
    let mut grant = tokens::granted(account, from, seconds);
    if let given @ [_, ..] = flags.all("audience") {
        grant.audiences = given.iter().flat_map(|list| list.split(',')).collect();
    }
    Ok(Started::Done(Answer::said(format!("{}\n", tokens::minted(&grant)))))
}
