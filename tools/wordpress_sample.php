<?php
/**
 * Makes the WordPress export that tests/importing reads: run by php-cli inside a fresh WordPress, all texts our own.
 *
 *     php tools/wordpress_sample.php /path/to/wordpress                          # installs it
 *     php tools/wordpress_sample.php /path/to/wordpress /path/for/wordpress.xml  # writes and exports
 *
 * The WordPress needs a wp-config.php that names an empty database and nothing else. Its uploads are left where
 * WordPress puts them (wp-content/uploads).
 */
$root = $argv[1];
$target = $argv[2] ?? '';
$_SERVER += ['HTTP_HOST' => 'old-courier.example', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
if (!$target) {
    define('WP_INSTALLING', true);
}
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/export.php';

if (!$target) {
    wp_install('The Old Courier', 'editor', 'editor@old-courier.example', true, '', 'a password of ten');
    update_option('siteurl', 'https://old-courier.example');
    update_option('home', 'https://old-courier.example');
    exit(0);
}
wp_set_current_user(1);
update_option('timezone_string', 'Europe/Lisbon');
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $welcome) {
    wp_delete_post($welcome->ID, true);
}

function person(string $login, string $name): int
{
    return wp_insert_user(['user_login' => $login, 'user_pass' => 'a password of ten', 'display_name' => $name,
        'user_email' => "$login@old-courier.example", 'role' => 'author']);
}

function picture(string $name, string $alt, string $caption, string $credit, string $day): int
{
    $place = wp_upload_dir(substr($day, 0, 7))['path'];
    $image = imagecreatetruecolor(1200, 800);
    foreach (range(0, 7) as $row) {
        imagefilledrectangle($image, 0, $row * 100, 1200, $row * 100 + 100,
            imagecolorallocate($image, crc32($name) % 200, 30 * $row, 255 - 30 * $row));
    }
    imagejpeg($image, "$place/$name", 40);
    if ($credit !== '') {  // as agencies write it into the file: IPTC 2:110
        $line = chr(0x1C) . chr(2) . chr(110) . pack('n', strlen($credit)) . $credit;
        file_put_contents("$place/$name", iptcembed($line, "$place/$name"));
    }
    $id = wp_insert_attachment(['post_title' => pathinfo($name)['filename'], 'post_mime_type' => 'image/jpeg',
        'post_excerpt' => $caption, 'post_date' => $day, 'post_status' => 'inherit'], "$place/$name");
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, "$place/$name"));
    update_post_meta($id, '_wp_attachment_image_alt', $alt);
    return $id;
}

function story(array $said): int
{
    $modified = $said['modified'] ?? $said['post_date'];
    unset($said['modified']);
    $id = wp_insert_post(wp_slash($said + ['post_status' => 'publish', 'post_author' => 1]), true);
    $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts,
        ['post_modified' => $modified, 'post_modified_gmt' => get_gmt_from_date($modified)], ['ID' => $id]);
    return $id;
}

$ines = person('ines', 'Inês Carvalho');
$tom = person('tom', 'Tom O’Hara');
$news = wp_create_category('News');
$harbour = wp_create_category('Harbour & Docks', $news);
$sport = wp_create_category('Sport');
$ferry = picture('ferry.jpg', 'A white ferry at a quay', 'The ferry on Sunday', 'Ana Lima/The Old Courier', '2019-05-12 08:00:00');
$crane = picture('crane.jpg', 'A crane over the water', 'The crane that stood still', '', '2019-05-12 08:00:00');
$quay = picture('quay.jpg', '', 'The new quay', '', '2019-06-01 08:00:00');
$at = fn (int $id) => wp_get_attachment_url($id);
$sized = fn (int $id) => wp_get_attachment_image_src($id, 'medium')[0];

$blocks = story(['post_title' => 'Ferry “Santa Rita” returns & brings 312 home', 'post_name' => 'ferry-returns',
    'post_author' => $ines, 'post_date' => '2019-05-12 09:30:00', 'modified' => '2019-05-13 18:00:00',
    'post_category' => [$harbour], 'tags_input' => ['Ferries', 'Santa Rita'],
    'post_excerpt' => 'After eleven days the ferry is back.', 'post_content' => <<<HTML
        <!-- wp:image {"id":$ferry} -->
        <figure class="wp-block-image"><img src="{$at($ferry)}" alt="" class="wp-image-$ferry"/></figure>
        <!-- /wp:image -->
        <!-- wp:paragraph -->
        <p>The ferry came in at <strong>dawn</strong>, to the sound of <a href="https://horns.example/?a=1&amp;b=2">every horn</a> in the harbour – 日本 and Ærø on board.</p>
        <!-- /wp:paragraph -->
        <!-- wp:heading -->
        <h2>Eleven days</h2>
        <!-- /wp:heading -->
        <!-- wp:list --><ul><li>No fuel</li><li>No crew</li></ul><!-- /wp:list -->
        <!-- wp:quote -->
        <blockquote class="wp-block-quote"><p>I slept on the deck.</p><cite>A passenger</cite></blockquote>
        <!-- /wp:quote -->
        <!-- wp:gallery {"linkTo":"none"} -->
        <figure class="wp-block-gallery has-nested-images"><!-- wp:image {"id":$crane} -->
        <figure class="wp-block-image"><img src="{$sized($crane)}" alt="A crane" class="wp-image-$crane"/><figcaption>The crane, <em>still</em></figcaption></figure>
        <!-- /wp:image --><!-- wp:image {"id":$quay} -->
        <figure class="wp-block-image"><img src="{$sized($quay)}" alt="" class="wp-image-$quay"/></figure>
        <!-- /wp:image --></figure>
        <!-- /wp:gallery -->
        <!-- wp:embed {"url":"https://videos.example/watch?v=1"} -->
        <figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
        https://videos.example/watch?v=1
        </div></figure>
        <!-- /wp:embed -->
        <!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>Monday</td><td>2 trips</td></tr></tbody></table></figure><!-- /wp:table -->
        <!-- wp:latest-posts {"postsToShow":3} /-->
        <!-- wp:paragraph --><p>It sails again on Monday.</p><!-- /wp:paragraph -->
        HTML]);
set_post_thumbnail($blocks, $ferry);
foreach (['First!', 'A fine story'] as $words) {
    wp_insert_comment(['comment_post_ID' => $blocks, 'comment_content' => $words, 'comment_author' => 'A reader',
        'comment_approved' => 1, 'comment_date' => '2019-05-12 10:00:00']);
}

$classic = story(['post_title' => 'The crane that stood still', 'post_author' => $tom, 'post_date' => '2012-11-03 22:15:00',
    'post_category' => [$harbour, $sport], 'tags_input' => ['Cranes'], 'post_content' => <<<HTML
        For a year nobody moved it [sic].
        Then, one morning, it turned.

        [caption id="attachment_$crane" align="alignleft" width="300"]<a href="{$at($crane)}"><img class="size-medium wp-image-$crane" src="{$sized($crane)}" alt="" width="300" height="200" /></a> The crane <em>in spring</em>[/caption]

        <blockquote>It was the wind.</blockquote>
        [gallery ids="$ferry,$quay"]

        [fancy_box colour="red"]Boxed words that must stay.[/fancy_box]

        [contact-form-7 id="5" title="Write to us"]

        <iframe src="https://maps.example/embed?id=9" width="600" height="450"></iframe>

        The end&nbsp;of it.
        HTML]);

$page = story(['post_type' => 'page', 'post_title' => 'About us', 'post_date' => '2010-01-01 12:00:00', 'post_content' => 'Founded in 1871.']);
story(['post_type' => 'page', 'post_title' => 'Our people', 'post_parent' => $page, 'post_date' => '2010-01-02 12:00:00', 'post_content' => 'Two of us.']);
story(['post_title' => 'For the desk only', 'post_status' => 'private', 'post_date' => '2018-02-01 12:00:00', 'post_category' => [$news], 'post_content' => 'Not for readers.']);
story(['post_title' => 'Behind a password', 'post_password' => 'open', 'post_date' => '2018-03-01 12:00:00', 'post_category' => [$news], 'post_content' => 'For those who know.']);
story(['post_title' => 'Half a thought', 'post_status' => 'draft', 'post_date' => '2020-01-01 12:00:00', 'post_category' => [$news], 'post_content' => 'To be continued']);
story(['post_title' => 'The quay opens', 'post_status' => 'future', 'post_date' => '2040-06-01 12:00:00', 'post_category' => [$news], 'post_content' => 'In the year 2040.']);
story(['post_title' => '雨の港', 'post_date' => '2015-07-07 07:07:00', 'post_category' => [$news], 'post_content' => "Rain, \u{000B}and more rain."]);
story(['post_title' => '', 'post_name' => 'no-headline', 'post_date' => '2011-04-05 06:07:08', 'post_category' => [$sport], 'post_content' => 'One to nil, after extra time, in the rain.']);

ob_start();
export_wp();
file_put_contents($target, ob_get_clean());
