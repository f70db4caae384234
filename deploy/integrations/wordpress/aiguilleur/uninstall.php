<?php
/**
 * Nothing stays once the plugin is deleted.
 *
 * @package Aiguilleur
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'aiguilleur' );
