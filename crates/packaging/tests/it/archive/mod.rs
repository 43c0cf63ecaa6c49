//! Archives made by hand, good and hostile, through the two inspecting functions.

mod damage;
mod tar_builder;
mod tar_extension_rules;
mod tar_rules;
mod wheel_rules;
mod zip64_rules;
mod zip_builder;
mod zip_rules;
