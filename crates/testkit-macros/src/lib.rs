//! The `#[both]` attribute: one test, two engines.

use proc_macro::TokenStream;
use quote::quote;
use syn::{FnArg, ItemFn, parse_macro_input};

/// Makes two tests of an async function: `name::on_sqlite` and `name::on_postgres`.
///
/// The function takes one argument that implements `testkit::FromEngine`, such as
/// `testkit::database::TestDb`, and returns nothing or an `anyhow::Result<()>`:
///
/// ```ignore
/// #[both]
/// async fn a_read_sees_one_snapshot(db: TestDb) { … }
/// ```
#[proc_macro_attribute]
pub fn both(_: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as ItemFn);
    if let Err(error) = check(&function) {
        return error.into_compile_error().into();
    }
    let name = &function.sig.ident;
    quote! {
        #function

        mod #name {
            #[test]
            fn on_sqlite() -> impl ::std::process::Termination {
                ::testkit::database::run(::testkit::database::Engine::Sqlite, super::#name)
            }

            #[test]
            fn on_postgres() -> impl ::std::process::Termination {
                ::testkit::database::run(::testkit::database::Engine::Postgres, super::#name)
            }
        }
    }
    .into()
}

fn check(function: &ItemFn) -> syn::Result<()> {
    let inputs = &function.sig.inputs;
    if function.sig.asyncness.is_none() {
        return Err(syn::Error::new_spanned(&function.sig, "a test on both engines is an async function"));
    }
    if inputs.len() != 1 || !matches!(inputs.first(), Some(FnArg::Typed(_))) {
        return Err(syn::Error::new_spanned(inputs, "a test on both engines takes one argument, made for the engine"));
    }
    Ok(())
}
