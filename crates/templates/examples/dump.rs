use templates::{Language, Templates, assets, context::*};
fn main() {
    let t = std::time::Instant::now();
    let templates = Templates::new().unwrap();
    eprintln!("new: {:?}", t.elapsed());
    let out = std::path::Path::new("/tmp/pages");
    for a in assets::all() {
        let p = out.join(a.path.trim_start_matches('/'));
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, a.bytes).unwrap();
    }
    for l in Language::ALL {
        let c = l.code();
        let w = |n: String, h: String| std::fs::write(out.join(n), h.replace("/static/", "static/").replace("&#x2f;static&#x2f;", "static/")).unwrap();
        for (i, p) in HomePage::samples(l).iter().enumerate() { w(format!("home-{c}-{i}.html"), templates.home(p).unwrap()); }
        for (i, p) in ProjectPage::samples(l).iter().enumerate() { w(format!("project-{c}-{i}.html"), templates.project(p).unwrap()); }
        for (i, p) in ErrorPage::samples(l).iter().enumerate() { w(format!("error-{c}-{i}.html"), templates.error(p).unwrap()); }
        for (i, p) in SetupPage::samples(l).iter().enumerate() { w(format!("setup-{c}-{i}.html"), templates.setup(p).unwrap()); }
        for (i, p) in SetupDonePage::samples(l).iter().enumerate() { w(format!("done-{c}-{i}.html"), templates.setup_done(p).unwrap()); }
        for (i, p) in UploadInfoPage::samples(l).iter().enumerate() { w(format!("upload-{c}-{i}.html"), templates.upload_info(p).unwrap()); }
    }
    for f in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&f).unwrap();
        let kind = if f.ends_with("rst") { "text/x-rst" } else { "text/markdown" };
        println!("{}", templates::description::render(templates::description::kind_of(Some(kind)), &text));
    }
}
