# Security keys given away: the page for everybody, and those of operators.

link-giveaway = Security keys
giveaway-title = Security key giveaway
giveaway-lead = People of critical projects get security keys for nothing, so that nobody has to choose between their work and their money. A claimed code is redeemed at the vendor.
giveaway-none = No keys are given away at the moment. When a programme opens, it stands here.
giveaway-before = not open yet
giveaway-open = open
giveaway-after = closed
giveaway-vendor = Vendor
giveaway-window = Open
giveaway-keys = Keys
giveaway-keys-per-code = { $count ->
    [one] 1 key for each code
   *[other] { $count } keys for each code
}
giveaway-countries = Countries
giveaway-stock = Codes
giveaway-codes-left = codes are left
giveaway-no-codes-left = no code is left
giveaway-your-code = Your code
giveaway-redeem = { $count ->
    [one] Redeem it at { $vendor } for one key. Only you see it here; keep it to yourself.
   *[other] Redeem it at { $vendor } for { $count } keys. If the shop refuses the code, put { $count } keys into the basket. Only you see it here; keep it to yourself.
}
giveaway-add-keys = Add the keys to your account when they have arrived
giveaway-your-standing = How you stand
giveaway-met = yes
giveaway-unmet = no
giveaway-condition-open = The programme is open.
giveaway-condition-role = You have a role on a critical project.
giveaway-condition-key = Your account has no security key or passkey yet.
giveaway-condition-claim = You have not claimed a code of this programme before.
giveaway-condition-stock = A code is left.
giveaway-condition-country = You live in one of the countries that the vendor sends keys to.
giveaway-not-eligible = Not everything above holds, so you cannot claim a code.
giveaway-country = The country you live in
giveaway-country-hint = It decides whether the vendor can send keys to you. It is not kept.
giveaway-country-choose = Choose a country
giveaway-claim = Claim a code
giveaway-sign-in = Sign in to see how you stand
giveaway-who = Who gets keys
giveaway-privacy = Of a claim, the index keeps that you have the code and since when, so that it can show it to you again. It keeps no country and no postal address; the vendor asks for yours. When your account is deleted, nothing leads from the code to you any more.

giveaways-lead = Programmes, their codes and what was claimed. Codes are stored encrypted; nobody but the claimer sees one.
done-programme-created = The programme is made; now import its codes.
done-programme-saved = The terms are saved, from now on.
giveaways-programmes = Programmes
giveaways-caption = The newest first.
giveaways-none = There is no programme yet. Create the first one below, then import the codes that the vendor sent.
giveaways-codes = Codes
giveaways-claimed = Claimed
giveaways-left = Left
giveaways-claims = Download the claims as CSV
giveaways-claims-hint = Date, programme and number of keys; nothing about people.
giveaways-create = Create a programme
giveaways-create-submit = Create
giveaways-terms = Terms
giveaways-edit-submit = Save
giveaways-import = Import codes
giveaways-import-submit = Import
giveaways-imported = { $count ->
    [one] 1 code was imported.
   *[other] { $count } codes were imported.
}
giveaways-repeated = { $count ->
    [one] 1 line repeated a code and was skipped.
   *[other] { $count } lines repeated a code and were skipped.
}
giveaways-known = { $count ->
    [one] 1 code was imported before and was skipped.
   *[other] { $count } codes were imported before and were skipped.
}
field-programme-title = Title
field-programme-vendor = Vendor
field-programme-vendor-url = Where a code is redeemed
field-programme-vendor-url-hint = The address of the vendor’s shop.
field-programme-opens = Opens
field-programme-closes = Closes
field-programme-time-hint = In UTC, such as 2026-09-01T00:00.
field-programme-countries = Countries
field-programme-countries-hint = Codes of ISO 3166-1 with spaces between them, such as AT BE CA.
field-programme-keys = Keys for each code
field-codes = CSV
field-codes-hint = The heading code, and one code on each line below. A file with anything else in it is refused whole.

country-at = Austria
country-au = Australia
country-be = Belgium
country-br = Brazil
country-ca = Canada
country-ch = Switzerland
country-cz = Czechia
country-de = Germany
country-dk = Denmark
country-es = Spain
country-fi = Finland
country-fr = France
country-gb = United Kingdom
country-gr = Greece
country-hu = Hungary
country-ie = Ireland
country-in = India
country-it = Italy
country-jp = Japan
country-kr = South Korea
country-lu = Luxembourg
country-mx = Mexico
country-nl = Netherlands
country-no = Norway
country-nz = New Zealand
country-pl = Poland
country-pt = Portugal
country-ro = Romania
country-se = Sweden
country-sg = Singapore
country-tw = Taiwan
country-ua = Ukraine
country-us = United States
country-za = South Africa
