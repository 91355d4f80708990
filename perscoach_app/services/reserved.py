"""Labels under the base domain that no trainer gets."""

# Ours, or soon ours; names that mail, DNS and certificate authorities trust by convention (RFC 2142); what visitors would take for us.
_WORDS = """
about abuse account accounts admin administrator anonymous api app apps assets auth autoconfig autodiscover backup beta billing blog
cdn chat client clients coach contact cookies dashboard data db demo dev developer dkim dmarc dns docs download downloads email enter
example files forum ftp git grafana graphql guest health help home host hostmaster id images imap info internal invite jobs json legal
license live local localhost log login logout mail mailer media metrics mobile monitor mta-sts news newsletter noc none ns ns1 ns2
ns3 ns4 null oauth office official owner pages partner partners pay payment payments pers perscoach pop pop3 postmaster preview press
pricing privacy prod production proxy public redirect register reports root sales sandbox secure security server service shadow shop
sign-in sign-up signin signout signup site sitemap sites smtp sql sso ssl staff stage staging static stats status storage store
studio studios sub support sys system team teams tech terms test testing tests trainer trainers unsubscribe updates upload uploads
usenet user users uucp video videos vpn web webhook webhooks webmail webmaster website wiki worker ws www www1 www2 xxx
"""
RESERVED = frozenset(_WORDS.split())
